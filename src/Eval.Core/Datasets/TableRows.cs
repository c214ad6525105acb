using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>Rows of CSV (RFC 4180, quotes and line breaks in cells) and TSV (no quotes). Cells are texts, exactly as they stand.</summary>
internal static class TableRows
{
    public static IEnumerable<RawRow> Read(DatasetSpec spec, Stream stream, string file, bool tabs)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false, true), detectEncodingFromByteOrderMarks: true);
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = tabs ? "\t" : ",",
            Mode = tabs ? CsvMode.NoEscape : CsvMode.RFC4180,
            IgnoreBlankLines = true,
            BadDataFound = null,
        });

        var columns = spec.Columns;
        for (var next = 1; Next(parser, file, next); next = parser.RawRow + 1)
        {
            // Blank lines are passed over without a count of their own, so a row's first line is told from its last.
            var cells = parser.Record!;
            var line = Math.Max(next, parser.RawRow - LineBreaks(parser.RawRecord.AsSpan().Trim("\r\n")));
            if (!tabs)
            {
                CheckQuotes(parser.RawRecord, file, line, next);
            }

            if (columns.Count == 0)
            {
                columns = Header(cells, file, line);
                continue;
            }

            if (cells.Length != columns.Count)
            {
                throw new EvalConfigurationException(
                    new SourcePosition(file, line, 0), $"has {cells.Length} cells where the table has {columns.Count} columns");
            }

            var fields = new JsonObject();
            for (var i = 0; i < cells.Length; i++)
            {
                fields.Add(columns[i], cells[i]);
            }

            yield return new RawRow(fields, line);
        }
    }

    private static bool Next(CsvParser parser, string file, int line)
    {
        try
        {
            return parser.Read();
        }
        catch (CsvHelperException e) when (e.InnerException is InvalidDataException)
        {
            throw e.InnerException;
        }
        catch (CsvHelperException e)
        {
            throw new EvalConfigurationException(new SourcePosition(file, line, 0), $"cannot be read as a table row: {e.Message.Split('\n')[0].Trim()}");
        }
    }

    private static int LineBreaks(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateLines())
        {
            count++;
        }

        return count - 1;
    }

    /// <summary>Names of the header row. A column without a name (an index, usually) is called by its place: column1.</summary>
    private static string[] Header(string[] cells, string file, int line)
    {
        var names = cells.Select((c, i) => c.Trim().Length == 0 ? $"column{i + 1}" : c.Trim()).ToArray();
        return names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new EvalConfigurationException(new SourcePosition(file, line, 0), $"names the column \"{twice.Key}\" twice", "name all columns with \"columns\"")
            : names;
    }

    /// <summary>
    /// The parser forgives quotes that are never closed, or that stand inside a cell; a table with such a row would lose or join cells without
    /// a word, so it is refused.
    /// </summary>
    private static void CheckQuotes(string raw, string file, int line, int lineIfOpen)
    {
        var state = Cell.Start;
        foreach (var c in raw)
        {
            var newline = c is '\r' or '\n';
            state = (state, c) switch
            {
                (Cell.Quoted, '"') => Cell.QuoteSeen,
                (Cell.Quoted, _) => Cell.Quoted,
                (Cell.Start, '"') => Cell.Quoted,
                (Cell.QuoteSeen, '"') => Cell.Quoted,
                (_, ',') => Cell.Start,
                (Cell.Plain, '"') => throw Wrong("has a quote inside a cell that does not begin with one"),
                (Cell.QuoteSeen, _) when !newline => throw Wrong("has text after a closing quote"),
                _ => newline ? state : Cell.Plain,
            };
        }

        if (state == Cell.Quoted)
        {
            line = lineIfOpen;
            throw Wrong("has a quote that is never closed");
        }

        EvalConfigurationException Wrong(string what) =>
            new(new SourcePosition(file, line, 0), what, "a quote inside a quoted cell is written twice: \"\"");
    }

    private enum Cell
    {
        Start,
        Plain,
        Quoted,
        QuoteSeen,
    }
}
