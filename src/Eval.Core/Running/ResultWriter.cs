using System.Threading.Channels;
using Eval.Core.Models.Pipeline;

namespace Eval.Core.Running;

/// <summary>
/// The one writer of a run: takes finished units and commits each at once, several together where they queue up. A failed write stops the
/// run; what was committed before stays.
/// </summary>
internal sealed class ResultWriter : IAsyncDisposable
{
    private const int MaxUnitsPerCommit = 64;

    // Hosted answers come one by one, a thousand a second at times, and a commit for each costs more than asking. Where several came together, a
    // moment's patience gathers dozens; a unit that comes alone is committed at once.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Finished> _channel = Channel.CreateBounded<Finished>(
        new BoundedChannelOptions(256) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly IRunStore _store;
    private readonly CancellationTokenSource _stop;
    private readonly Task _loop;

    public ResultWriter(IRunStore store, CancellationTokenSource stop)
    {
        (_store, _stop) = (store, stop);
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Hands over a unit; <paramref name="committed"/> is called once it is durable.</summary>
    public async ValueTask AddAsync(
        long cellId, IReadOnlyList<SampleResult> results, CallTotals calls, Action committed, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync(new Finished(cellId, results, calls, committed), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            await _loop;
            throw;
        }
    }

    /// <summary>Waits until all is committed. Throws what the store threw.</summary>
    public async Task FlushAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await AddAsync(0, [], default, done.SetResult, CancellationToken.None);
        await Task.WhenAny(done.Task, _loop);
        if (_loop.IsCompleted)
        {
            await _loop;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteAsync()
    {
        var units = new List<Finished>();
        try
        {
            while (await _channel.Reader.WaitToReadAsync())
            {
                units.Clear();
                while (units.Count < MaxUnitsPerCommit && _channel.Reader.TryRead(out var unit))
                {
                    units.Add(unit);
                }

                var rows = units.SelectMany(u => u.Results.Select(r => new CellResult(u.CellId, r))).ToList();
                var calls = units.Where(u => !u.Calls.IsEmpty).Select(u => new CellCalls(u.CellId, u.Calls)).ToList();
                if (rows.Count > 0 || calls.Count > 0)
                {
                    // Never cancelled: what a model has answered is kept, even when the user stops the run.
                    await _store.AppendAsync(rows, calls, CancellationToken.None);
                }

                foreach (var unit in units)
                {
                    unit.Committed();
                }

                if (units.Count is > 1 and < MaxUnitsPerCommit)
                {
                    await Task.Delay(Patience, TimeProvider.System);
                }
            }
        }
        catch (Exception e)
        {
            _channel.Writer.TryComplete(e);
            await _stop.CancelAsync();
            throw;
        }
    }

    private sealed record Finished(long CellId, IReadOnlyList<SampleResult> Results, CallTotals Calls, Action Committed);
}
