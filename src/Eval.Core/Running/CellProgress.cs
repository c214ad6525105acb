using Eval.Core.Metrics;
using Eval.Core.Statistics;

namespace Eval.Core.Running;

/// <summary>Counts one cell for the display. What a run reports at its end is computed from the store, never from here.</summary>
internal sealed class CellProgress(RunCell cell, IProgress<RunProgress> sink)
{
    private readonly Lock _lock = new();
    private readonly string? _measure = RunningMeasure(cell.Suite.Metrics);
    private long _planned = (long)cell.Samples * cell.Epochs;
    private long _done;
    private long _errors;
    private long _resumed;
    private long _scored;
    private double _sum;

    public void Resumed(int stored)
    {
        lock (_lock)
        {
            (_resumed, _done) = (stored, stored);
        }

        Send(CellState.Running);
    }

    public void Planned(long planned)
    {
        lock (_lock)
        {
            _planned = planned;
        }
    }

    public void Committed(IReadOnlyList<SampleResult> results)
    {
        lock (_lock)
        {
            _done += results.Count;
            foreach (var result in results)
            {
                _errors += result.Outcome.IsError() ? 1 : 0;
                if (_measure is not null && result.Outcome.IsScored())
                {
                    _scored++;
                    _sum += result.Measures.GetValueOrDefault(_measure);
                }
            }
        }

        Send(CellState.Running);
    }

    public void Send(CellState state, string? message = null)
    {
        RunProgress progress;
        lock (_lock)
        {
            progress = new RunProgress(cell.Candidate.Id, cell.Suite.Name, state, _done, Math.Max(_planned, _done), _errors, _resumed, Message: message);
            if (_scored > 0)
            {
                var (low, high) = Wilson.Interval(_sum, _scored, 0.95);
                progress = progress with { RunningValue = _sum / _scored, RunningLow = low, RunningHigh = high };
            }
        }

        sink.Report(progress);
    }

    // A running score is shown for the first share-like metric that is a plain mean of its own measure.
    private static string? RunningMeasure(IReadOnlyList<string> metrics) => metrics
        .Select(BuiltInMetrics.Find)
        .FirstOrDefault(m => m is { Format: MetricFormat.Share, Measures: [var only] } && only == m.Id)?.Id;
}
