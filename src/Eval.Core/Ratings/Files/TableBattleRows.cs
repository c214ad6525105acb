using System.Text;
using Eval.Core.Datasets;

namespace Eval.Core.Ratings.Files;

/// <summary>
/// Rows of CSV (RFC 4180: quotes, line breaks in cells) and TSV (no quotes). A table whose quotes do not add up is refused: a forgiving reader would join or lose cells
/// without a word, as <see cref="TableRows"/> says of data sets. Bytes are searched, not decoded: only cells that are asked for are looked at.
/// </summary>
internal sealed class TableBattleRows : BattleRows
{
    private const string Doubled = "a quote inside a quoted cell is written twice: \"\"";

    private readonly byte _separator;
    private readonly bool _quotes;
    private int[] _slotOf = [];
    private int _found;
    private int _lineBreaks;
    private int _next;
    private bool _isBlank;

    public TableBattleRows(DataFile file, bool tabs)
        : base(file)
    {
        (_separator, _quotes) = ((byte)(tabs ? '\t' : ','), !tabs);
        try
        {
            Window.ReadMore(1);
            _next = Window.Start;
            ReadHeader();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override bool Next()
    {
        Problem = null;
        while (true)
        {
            Line += _lineBreaks;
            Window.Start = _next;
            _lineBreaks = 0;
            while (!TryParse())
            {
                Window.ReadMore(Line);
                _next = Window.Start;
                _lineBreaks = 0;
            }

            if (_isBlank)
            {
                if (_next == Window.End && Window.IsAtEnd)
                {
                    return false;
                }

                continue;
            }

            if (_found != Columns.Count && Columns.Count > 0)
            {
                Problem = $"has {_found} cells where the table has {Columns.Count} columns";
            }

            return true;
        }
    }

    protected override void Choose(IReadOnlyList<string> columns)
    {
        string[] wanted = [.. columns];
        _slotOf = [.. Columns.Select(c => Array.IndexOf(wanted, c))];
    }

    private void ReadHeader()
    {
        // The header's cells are all wanted: as many slots as a table may have columns.
        Want(new string[MostColumns]);
        _slotOf = [.. Enumerable.Range(0, MostColumns)];
        if (!Next())
        {
            return;
        }

        if (_found > MostColumns)
        {
            throw Wrong($"has {_found} columns; a battle file has at most {MostColumns}");
        }

        string[] names = [.. Enumerable.Range(0, _found).Select(i => Encoding.UTF8.GetString(Cell(i)).Trim())];
        Columns = [.. names.Select((n, i) => n.Length == 0 ? $"column{i + 1}" : n)];
        if (Columns.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Wrong($"names the column \"{twice.Key}\" twice");
        }

        Want([]);
    }

    // False where the row goes on behind the window.
    private bool TryParse()
    {
        var bytes = Window.Bytes.AsSpan(0, Window.End);
        var i = RowStart = Window.Start;
        var column = 0;
        while (true)
        {
            var slot = column < _slotOf.Length ? _slotOf[column] : -1;
            int start = i, length;
            var (escaped, quoted) = (false, _quotes && i < bytes.Length && bytes[i] == '"');
            if (quoted)
            {
                start++;
                if (!TryQuoted(bytes, start, out var end, out escaped))
                {
                    return false;
                }

                (length, i) = (end - 1 - start, end < bytes.Length && bytes[end] == '\r' ? end + 1 : end);
                if (i < bytes.Length && bytes[i] != _separator && bytes[i] != '\n')
                {
                    throw Wrong("has text after a closing quote", Doubled);
                }
            }
            else
            {
                var rest = bytes[i..];
                var stop = _quotes ? rest.IndexOfAny(_separator, (byte)'\n', (byte)'"') : rest.IndexOfAny(_separator, (byte)'\n');
                if (stop < 0 && !Window.IsAtEnd)
                {
                    return false;
                }

                length = stop < 0 ? rest.Length : stop;
                i += length;
                if (i < bytes.Length && bytes[i] == '"')
                {
                    throw Wrong("has a quote inside a cell that does not begin with one", Doubled);
                }
            }

            var ends = i == bytes.Length || bytes[i] == '\n';
            if (ends && !quoted && length > 0 && bytes[start + length - 1] == '\r')
            {
                length--;
            }

            if (slot >= 0)
            {
                Cells[slot] = new RowCell { Start = start, Length = length, Form = escaped ? CellForm.Doubled : CellForm.AsItStands };
            }

            if (!ends)
            {
                i++;
                column++;
                continue;
            }

            _lineBreaks += i < bytes.Length ? 1 : 0;
            (_next, _found, _isBlank) = (Math.Min(i + 1, bytes.Length), column + 1, column == 0 && length == 0 && !quoted);
            return true;
        }
    }

    // Finds the place behind a cell's closing quote. Two bytes behind it are needed, to tell a doubled quote and CR LF.
    private bool TryQuoted(ReadOnlySpan<byte> bytes, int start, out int end, out bool escaped)
    {
        (end, escaped) = (start, false);
        while (true)
        {
            var quote = bytes[end..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return Window.IsAtEnd ? throw Wrong("has a quote that is never closed", Doubled) : false;
            }

            _lineBreaks += bytes.Slice(end, quote).Count((byte)'\n');
            end += quote + 1;
            if (end < bytes.Length && bytes[end] == '"')
            {
                (escaped, end) = (true, end + 1);
                continue;
            }

            return end + 1 < bytes.Length || Window.IsAtEnd;
        }
    }
}
