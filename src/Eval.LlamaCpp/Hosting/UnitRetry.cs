using Eval.Core.Models;

namespace Eval.LlamaCpp.Hosting;

/// <summary>Asks a host for some requests of a unit.</summary>
internal delegate Task<IReadOnlyList<TResult>> AskHost<in TRequest, TResult>(
    HostProcess host, IReadOnlyList<TRequest> requests, CancellationToken cancellationToken);

/// <summary>
/// What is done with a unit of work whose host crashed. It is repeated whole in a fresh host: the same batches give the same numbers. If
/// that crashes too, its requests are tried one by one, so that the one that kills the engine fails alone and the others get their
/// numbers. A host that somebody else killed says nothing about the request: the unit is repeated whole.
/// </summary>
/// <param name="keeper">Keeps the host.</param>
/// <param name="gate">Passed by every call; single requests under suspicion pass it alone.</param>
internal sealed class UnitRetry(HostKeeper keeper, SharedGate gate)
{
    private const int WholeAttempts = 2;
    private const int BystanderLimit = 8;

    /// <summary>
    /// Runs a unit. <paramref name="failed"/> makes the result of a request that crashes its host; where it is null the unit cannot be
    /// taken apart. Throws <see cref="ModelUnavailableException"/>.
    /// </summary>
    public async Task<IReadOnlyList<TResult>> RunAsync<TRequest, TResult>(
        IReadOnlyList<TRequest> requests,
        AskHost<TRequest, TResult> ask,
        Func<TRequest, RequestFailure, TResult>? failed,
        CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
        {
            return [];
        }

        var (results, exit) = await TryAsync(requests, ask, WholeAttempts, alone: false, cancellationToken);
        if (results is not null)
        {
            return results;
        }

        if (failed is null)
        {
            keeper.CountCrash(exit!);
            throw new ModelUnavailableException($"The model's process crashes over this work: {exit!.Summary}", isPermanent: false);
        }

        List<TResult> all = new(requests.Count);
        foreach (var request in requests)
        {
            (results, exit) = await TryAsync([request], ask, attempts: 1, alone: true, cancellationToken);
            if (results is not null)
            {
                all.AddRange(results);
                continue;
            }

            keeper.CountCrash(exit!);
            all.Add(failed(request, new RequestFailure(RequestFailureKind.EngineFailed, $"llama.cpp crashed on this request: {exit!.Cause}")));
        }

        return all;
    }

    /// <summary>Asks until there is an answer, or until the host has crashed over it so many times by itself.</summary>
    private async Task<(IReadOnlyList<TResult>? Results, HostExit? Exit)> TryAsync<TRequest, TResult>(
        IReadOnlyList<TRequest> requests, AskHost<TRequest, TResult> ask, int attempts, bool alone, CancellationToken cancellationToken)
    {
        for (var bystander = 0; ;)
        {
            try
            {
                var results = await AskAsync(requests, ask, alone, cancellationToken);
                keeper.CountAnswer();
                return (results, null);
            }
            catch (HostCrashedException e) when (!e.Started)
            {
                // Over another call, or idle. The call that was at work counts it; without one, somebody must.
                if (++bystander > BystanderLimit)
                {
                    keeper.CountCrash(e.Exit);
                }
            }
            catch (HostCrashedException e) when (e.Exit.WasKilled)
            {
                keeper.CountCrash(e.Exit);
            }
            catch (HostCrashedException e) when (--attempts == 0)
            {
                return (null, e.Exit);
            }
            catch (HostCrashedException)
            {
                // Once more, in a fresh host.
            }
        }
    }

    private async Task<IReadOnlyList<TResult>> AskAsync<TRequest, TResult>(
        IReadOnlyList<TRequest> requests, AskHost<TRequest, TResult> ask, bool alone, CancellationToken cancellationToken)
    {
        await (alone ? gate.EnterAloneAsync(cancellationToken) : gate.EnterSharedAsync(cancellationToken));
        try
        {
            return await ask(await keeper.GetAsync(cancellationToken), requests, cancellationToken);
        }
        finally
        {
            if (alone)
            {
                gate.LeaveAlone();
            }
            else
            {
                gate.LeaveShared();
            }
        }
    }
}
