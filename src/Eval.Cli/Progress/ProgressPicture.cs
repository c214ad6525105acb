using Eval.Cli.Rendering;
using Eval.Core.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Progress;

/// <summary>What the live display shows at one moment: the cells that fit, the newest messages, the sum.</summary>
internal static class ProgressPicture
{
    private const int BarWidth = 12;
    private const int MaxMessages = 3;
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static IEnumerable<IRenderable> Create(
        ProgressBoard board, IReadOnlyList<string> messages, DateTimeOffset now, int width, int height, bool isStopping = false)
    {
        // The last column stays free: some terminals wrap when it is written.
        var room = width - 1;
        var cells = Choose(board.Cells, Math.Max(1, height - 4 - MaxMessages));
        if (FittedTable.Create(cells, Columns(now), room, titles: false) is { } table)
        {
            yield return table;
        }
        else
        {
            foreach (var cell in cells.Where(c => c.IsActive || cells.Count <= 3))
            {
                yield return new Text(Cut($"{cell.Candidate} / {cell.Suite}", room));
                yield return new Text(Cut($"  {Figures.Percent(cell.Share)} {cell.Score}", room), Dim);
            }
        }

        if (board.Cells.Count > cells.Count)
        {
            yield return new Text($"and {board.Cells.Count - cells.Count} more", Dim);
        }

        foreach (var message in messages.TakeLast(MaxMessages))
        {
            yield return new Text(Cut(message, room), new Style(Color.Yellow));
        }

        yield return isStopping ? new Text(Cut(ProgressDisplay.Stopping, room), new Style(Color.Yellow)) : new Text(Cut(Sum(board), room), Dim);
    }

    private static List<FittedColumn<ProgressCell>> Columns(DateTimeOffset now) =>
    [
        new("", c => c.Candidate) { Style = Tone },
        new("", c => c.Suite) { Style = Tone },
        new("", Bar) { DroppedAs = 5, Style = c => c.IsOver ? Dim : new Style(Color.Green) },
        new("", c => c.State switch
        {
            CellState.Waiting or CellState.Opening or CellState.Skipped => c.StateWord,
            CellState.Failed => $"given up at {Figures.Count(c.Done)}",
            _ => $"{Figures.Count(c.Done)} / {Figures.Count(c.Planned)}",
        })
        {
            Right = true,
            Style = Tone,
        },
        new("", c => c.Score) { Right = true, DroppedAs = 1, Style = Tone },
        new("", c => Figures.Rate(c.RateAt(now))) { Right = true, DroppedAs = 4, Style = _ => Dim },
        new("", c => c.LeftAt(now) is { } left ? Figures.Duration(left) : "") { Right = true, DroppedAs = 3 },
        new("", c => c.CostMicroUsd > 0 ? Figures.Money(c.CostMicroUsd) : "") { Right = true, DroppedAs = 2 },
        new("", c => c.Errors > 0 ? $"{Figures.Count(c.Errors)} errors" : "") { Right = true, Style = _ => new Style(Color.Red) },
    ];

    // Where not all fit: what runs first, then what waits, then what is over.
    private static List<ProgressCell> Choose(IReadOnlyList<ProgressCell> cells, int room)
    {
        if (cells.Count <= room)
        {
            return [.. cells];
        }

        var chosen = cells.OrderBy(c => c.IsActive ? 0 : c.IsOver ? 2 : 1).Take(room).ToHashSet();
        return [.. cells.Where(chosen.Contains)];
    }

    private static Style Tone(ProgressCell cell) => cell.State switch
    {
        CellState.Opening or CellState.Running => Style.Plain,
        CellState.Failed => new Style(Color.Red),
        _ => Dim,
    };

    private static string Bar(ProgressCell cell)
    {
        if (cell.State is CellState.Waiting or CellState.Skipped)
        {
            return "";
        }

        var full = (int)Math.Floor(cell.Share * BarWidth);
        return new string('━', full) + new string('╌', BarWidth - full);
    }

    private static string Sum(ProgressBoard board)
    {
        var done = board.Cells.Sum(c => c.Done);
        var planned = board.Cells.Where(c => c.State != CellState.Skipped).Sum(c => c.Planned);
        var money = board.Cells.Sum(c => c.CostMicroUsd ?? 0);
        return $"{Figures.Count(done)} of {Figures.Count(planned)} samples{(money > 0 ? $", {Figures.Money(money)}" : "")}; Ctrl-C stops and keeps what is done";
    }

    private static string Cut(string text, int width)
    {
        var safe = TerminalText.OneLine(text);
        return safe.Length <= width ? safe : safe[..Math.Max(0, width - 1)] + "…";
    }
}
