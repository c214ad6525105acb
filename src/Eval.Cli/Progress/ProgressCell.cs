using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Cli.Progress;

/// <summary>Where one candidate stands on one suite, with what the display works out: rate and time left.</summary>
internal sealed class ProgressCell(string candidate, string suite, string? metricId, long planned)
{
    private RunProgress? _latest;
    private DateTimeOffset? _began;
    private DateTimeOffset _latestAt;
    private long _doneWhenBegun;

    public string Candidate { get; } = candidate;

    public string Suite { get; } = suite;

    public CellState State => _latest?.State ?? CellState.Waiting;

    public long Done => _latest?.Done ?? 0;

    public long Planned => _latest is { Planned: > 0 } latest ? latest.Planned : planned;

    public long Errors => _latest?.Errors ?? 0;

    public long Resumed => _latest?.Resumed ?? 0;

    public long? CostMicroUsd => _latest?.CostMicroUsd;

    public double Share => Planned == 0 ? 0 : Math.Clamp((double)Done / Planned, 0, 1);

    public bool IsActive => State is CellState.Opening or CellState.Running;

    public bool IsOver => State is CellState.Done or CellState.Skipped or CellState.Failed;

    /// <summary>Takes an event.</summary>
    public void Apply(RunProgress progress, DateTimeOffset now)
    {
        if (_began is null && progress.State == CellState.Running)
        {
            // What an earlier attempt or the cache had done took no time of this run.
            (_began, _doneWhenBegun) = (now, progress.Done);
        }

        (_latest, _latestAt) = (progress, now);
    }

    /// <summary>Samples per second since the cell began, or 0 where too little is known.</summary>
    public double RateAt(DateTimeOffset now)
    {
        if (_began is not { } began || Done <= _doneWhenBegun)
        {
            return 0;
        }

        var seconds = ((IsOver ? _latestAt : now) - began).TotalSeconds;
        return seconds < 0.2 ? 0 : (Done - _doneWhenBegun) / seconds;
    }

    /// <summary>Time left at this rate, or null where unknown.</summary>
    public TimeSpan? LeftAt(DateTimeOffset now) =>
        State == CellState.Running && RateAt(now) is > 0 and var rate ? TimeSpan.FromSeconds(Math.Min((Planned - Done) / rate, 1e7)) : null;

    /// <summary>The first metric so far with its interval, or empty.</summary>
    public string Score
    {
        get
        {
            if (_latest?.RunningValue is not { } value)
            {
                return "";
            }

            var format = metricId is null ? MetricFormat.Number : MetricNames.FormatOf(metricId);
            var estimate = new Estimate
            {
                MetricId = metricId ?? "",
                Value = value,
                Low = _latest.RunningLow,
                High = _latest.RunningHigh,
                N = (int)Math.Min(int.MaxValue, Done),
                Planned = (int)Math.Min(int.MaxValue, Planned),
            };
            return Figures.Value(estimate, format) + (estimate.Low is null ? "" : $" ({Figures.Interval(estimate, format)})");
        }
    }

    public string StateWord => State switch
    {
        CellState.Waiting => "waiting",
        CellState.Opening => "opening the model",
        CellState.Running => "running",
        CellState.Done => "done",
        CellState.Skipped => "left out",
        _ => "given up",
    };
}
