namespace Eval.LlamaCpp.Hosting;

/// <summary>Lets many calls pass together, or one alone: a request that may have crashed the host is tried again with nobody beside it.</summary>
internal sealed class SharedGate : IDisposable
{
    private readonly SemaphoreSlim _entry = new(1, 1);
    private readonly Lock _gate = new();
    private int _sharers;
    private TaskCompletionSource? _empty;

    public async Task EnterSharedAsync(CancellationToken cancellationToken)
    {
        await _entry.WaitAsync(cancellationToken);
        lock (_gate)
        {
            _sharers++;
        }

        _entry.Release();
    }

    public void LeaveShared()
    {
        lock (_gate)
        {
            if (--_sharers == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    public async Task EnterAloneAsync(CancellationToken cancellationToken)
    {
        await _entry.WaitAsync(cancellationToken);
        Task empty;
        lock (_gate)
        {
            if (_sharers == 0)
            {
                return;
            }

            _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = _empty.Task;
        }

        try
        {
            await empty.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _entry.Release();
            throw;
        }
    }

    public void LeaveAlone() => _entry.Release();

    public void Dispose() => _entry.Dispose();
}
