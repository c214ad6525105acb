using Eval.Core.Models;

namespace Eval.LlamaCpp.Hosting;

/// <summary>
/// Keeps one model host running: starts it, loads the model, starts a fresh one after a crash, and gives up for good after a few crashes
/// without an answer in between.
/// </summary>
/// <param name="start">Starts a host and loads the model; fails with <see cref="HostCrashedException"/> where it dies over that.</param>
/// <param name="modelName">The model's name for messages.</param>
/// <param name="crashLimit">Crashes in a row without an answer after which the model is given up.</param>
internal sealed class HostKeeper(Func<CancellationToken, Task<HostProcess>> start, string modelName, int crashLimit) : IAsyncDisposable
{
    private const int LoadAttempts = 2;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private HostProcess? _host;
    private ModelUnavailableException? _givenUp;
    private int _crashesInARow;
    private bool _disposed;

    /// <summary>How many hosts were started so far.</summary>
    public int Starts { get; private set; }

    /// <summary>The running host, a fresh one where the last has ended. Throws <see cref="ModelUnavailableException"/>.</summary>
    public async Task<HostProcess> GetAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_givenUp is not null)
            {
                throw GivenUp();
            }

            if (_host is { Exited.IsCompleted: false })
            {
                return _host;
            }

            await EndHostAsync();
            return _host = await StartAsync(cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A call was answered: the model works.</summary>
    public void CountAnswer() => Interlocked.Exchange(ref _crashesInARow, 0);

    /// <summary>
    /// Counts a crash that led nowhere. At the limit the model is given up: throws <see cref="ModelUnavailableException"/>, now and for
    /// every later call.
    /// </summary>
    public void CountCrash(HostExit exit)
    {
        var count = Interlocked.Increment(ref _crashesInARow);
        if (count >= crashLimit)
        {
            _givenUp = new ModelUnavailableException(
                $"{modelName}: its process crashed {count} times in a row without an answer; given up. Last time {exit.Summary}", isPermanent: true);
            throw GivenUp();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _disposed = true;
            await EndHostAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<HostProcess> StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Starts++;
                return await start(cancellationToken);
            }
            catch (HostCrashedException) when (attempt < LoadAttempts)
            {
                // Perhaps somebody else's doing; once more.
            }
            catch (HostCrashedException e)
            {
                _givenUp = new ModelUnavailableException(
                    $"{modelName}: the model cannot be loaded, its process crashed over it: {e.Exit.Summary}", isPermanent: true, e);
                throw GivenUp();
            }
            catch (ModelUnavailableException e) when (e.IsPermanent)
            {
                _givenUp = e;
                throw;
            }
        }
    }

    // A fresh one each time: an exception that is thrown twice collects the stacks of both.
    private ModelUnavailableException GivenUp() => new(_givenUp!.Message, _givenUp.IsPermanent, _givenUp);

    private async Task EndHostAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
            _host = null;
        }
    }
}
