namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>Makes requests come as a load wants them. What ends the run in one request stops the others.</summary>
/// <param name="ask">Makes the request of a number (from 0) that was due at a time, in milliseconds.</param>
/// <param name="nowMs">Milliseconds since the load began.</param>
/// <param name="time">The clock.</param>
internal sealed class LoadGenerator(Func<int, double, CancellationToken, Task> ask, Func<double> nowMs, TimeProvider time)
{
    /// <summary>So many users, each of whom asks again when answered, until all requests are made.</summary>
    public async Task ClosedAsync(int users, int requests, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = -1;
        await AllAsync([.. Enumerable.Range(0, Math.Min(users, requests)).Select(_ => UserAsync())], stop, cancellationToken);

        async Task UserAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < requests; i = Interlocked.Increment(ref next))
            {
                await GuardAsync(i, nowMs(), stop);
            }
        }
    }

    /// <summary>Requests at given times, whether others are answered or not.</summary>
    public async Task OpenAsync(IReadOnlyList<double> timesMs, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = new List<Task>(timesMs.Count);
        try
        {
            for (var i = 0; i < timesMs.Count; i++)
            {
                for (var left = timesMs[i] - nowMs(); left > 0; left = timesMs[i] - nowMs())
                {
                    // Timers count whole milliseconds.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left)), time, stop.Token);
                }

                tasks.Add(GuardAsync(i, timesMs[i], stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A request ended the run, or the user did: said below.
        }

        await AllAsync(tasks, stop, cancellationToken);
    }

    private async Task GuardAsync(int index, double dueMs, CancellationTokenSource stop)
    {
        try
        {
            await ask(index, dueMs, stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private static async Task AllAsync(List<Task> tasks, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (Exception)
        {
            var real = tasks.Where(t => t.IsFaulted).SelectMany(t => t.Exception!.InnerExceptions).FirstOrDefault(e => e is not OperationCanceledException);
            if (real is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(real);
            }

            throw;
        }

        cancellationToken.ThrowIfCancellationRequested();
        stop.Token.ThrowIfCancellationRequested();
    }
}
