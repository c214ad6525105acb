using Eval.Core.Statistics;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>
/// Looks regularly how late work of this program runs that is due at once: an answer that has arrived waits as long before its time is written
/// down, so that no figure is surer than this.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LagProbe(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly List<double> _lags = [];

    /// <summary>Looks until it is cancelled; does not throw for that.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, time, cancellationToken);
                var due = time.GetTimestamp();
                await Task.Yield();
                _lags.Add(time.GetElapsedTime(due).TotalMilliseconds);
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }

    /// <summary>What it saw, or null where the load was too short to look.</summary>
    public LagRecord? Result()
    {
        if (_lags.Count == 0)
        {
            return null;
        }

        var sorted = _lags.Order().ToArray();
        return new LagRecord(sorted.Length, Quantile.OfSorted(sorted, 0.5), Quantile.OfSorted(sorted, 0.99), sorted[^1]);
    }
}
