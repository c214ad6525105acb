using System.Threading.Channels;
using Eval.Core.Running;

namespace Eval.Cli.Progress;

/// <summary>Progress as plain lines, for logs and pipes: a line when a part begins or ends, and one now and then between.</summary>
internal sealed class PlainProgress(TextWriter output, ProgressBoard board, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Dictionary<ProgressCell, (CellState State, DateTimeOffset At)> _shown = [];

    public async Task DrawAsync(ChannelReader<RunProgress> events)
    {
        await foreach (var progress in events.ReadAllAsync())
        {
            Show(progress);
        }
    }

    public void Show(RunProgress progress)
    {
        var now = clock.GetUtcNow();
        var cell = board.Apply(progress, now);
        if (progress.Message is { } message)
        {
            output.WriteLine(TerminalText.OneLine($"{cell.Candidate} / {cell.Suite}: {message}"));
        }

        var isNews = !_shown.TryGetValue(cell, out var shown) || shown.State != cell.State;
        if (cell.State == CellState.Waiting || (!isNews && (cell.IsOver || now - shown.At < Pause)))
        {
            return;
        }

        _shown[cell] = (cell.State, now);
        output.WriteLine(TerminalText.OneLine($"{cell.Candidate} / {cell.Suite}: {Line(cell, now)}"));
    }

    private static string Line(ProgressCell cell, DateTimeOffset now)
    {
        var parts = new List<string> { cell.StateWord };
        if (cell.State is CellState.Running or CellState.Done or CellState.Failed)
        {
            parts.Add($"{Figures.Count(cell.Done)} of {Figures.Count(cell.Planned)}");
            AddTo(parts, cell.Resumed > 0 && cell.State == CellState.Running, $"{Figures.Count(cell.Resumed)} from before");
            AddTo(parts, cell.RateAt(now) > 0, Figures.Rate(cell.RateAt(now)));
            AddTo(parts, cell.LeftAt(now) is { } left && left > TimeSpan.Zero, $"about {Figures.Duration(cell.LeftAt(now) ?? default)} left");
            AddTo(parts, cell.Score.Length > 0, cell.Score);
            AddTo(parts, cell.CostMicroUsd > 0, Figures.Money(cell.CostMicroUsd));
            AddTo(parts, cell.Errors > 0, $"{Figures.Count(cell.Errors)} errors");
        }

        return string.Join(", ", parts);
    }

    private static void AddTo(List<string> parts, bool condition, string text)
    {
        if (condition)
        {
            parts.Add(text);
        }
    }
}
