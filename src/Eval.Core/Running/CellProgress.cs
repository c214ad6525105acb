using Eval.Core.Metrics;

namespace Eval.Core.Running;

/// <summary>Counts one cell for the display. What a run reports at its end is computed from the store, never from here.</summary>
internal sealed class CellProgress(RunCell cell, IProgress<RunProgress> sink)
{
    private readonly Lock _lock = new();
    private readonly RunningScore _score = new(cell.Suite.Metrics is [var first, ..] ? first : null);
    private long _planned = (long)cell.Samples * cell.Epochs;
    private long _done;
    private long _errors;
    private long _resumed;
    private long? _cost;

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
                _score.Add(result);
                if (result is { Cached: false, CostMicroUsd: { } cost })
                {
                    _cost = (_cost ?? 0) + cost;
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
            progress = new RunProgress(cell.Candidate.Id, cell.Suite.Name, state, _done, Math.Max(_planned, _done), _errors, _resumed, CostMicroUsd: _cost, Message: message);
            if (_score.Now() is { } now)
            {
                progress = progress with { RunningValue = now.Value, RunningLow = now.Low, RunningHigh = now.High };
            }
        }

        sink.Report(progress);
    }
}
