using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>A column of a table that fits its room.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Text">The cell of a row; made safe for the terminal by the table.</param>
internal sealed record FittedColumn<TRow>(string Title, Func<TRow, string> Text)
{
    public bool Right { get; init; }

    /// <summary>0 for a column that must be there; otherwise the column with the largest number goes first where the room is short.</summary>
    public int DroppedAs { get; init; }

    public Func<TRow, Style> Style { get; init; } = static _ => Spectre.Console.Style.Plain;
}

/// <summary>A table without lines that leaves out columns until it fits, rather than wrapping numbers.</summary>
internal static class FittedTable
{
    private const int Gap = 2;

    /// <summary>The table, or null where even the columns that must be there are too wide.</summary>
    public static Table? Create<TRow>(IReadOnlyList<TRow> rows, IReadOnlyList<FittedColumn<TRow>> columns, int width, bool titles = true)
    {
        var kept = columns.Select(c => (Column: c, Width: Width(c, rows, titles))).Where(c => c.Width > 0).ToList();
        while (kept.Sum(c => c.Width + Gap) - Gap > width)
        {
            var next = kept.Where(c => c.Column.DroppedAs > 0).OrderByDescending(c => c.Column.DroppedAs).FirstOrDefault();
            if (next.Column is null)
            {
                return null;
            }

            kept.Remove(next);
        }

        var table = new Table { Border = TableBorder.None, ShowHeaders = titles };
        for (var i = 0; i < kept.Count; i++)
        {
            var (column, wide) = kept[i];
            table.AddColumn(new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Dim)))
            {
                NoWrap = true,
                Width = wide,
                Padding = new Padding(0, 0, i == kept.Count - 1 ? 0 : Gap, 0),
                Alignment = column.Right ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in rows)
        {
            table.AddRow(kept.Select(c => new Text(TerminalText.OneLine(c.Column.Text(row)), c.Column.Style(row))));
        }

        return table;
    }

    private static int Width<TRow>(FittedColumn<TRow> column, IReadOnlyList<TRow> rows, bool titles)
    {
        var widest = rows.Count == 0 ? 0 : rows.Max(r => new Segment(TerminalText.OneLine(column.Text(r))).CellCount());
        return widest == 0 ? 0 : Math.Max(widest, titles ? column.Title.Length : 0);
    }
}
