using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Models;

namespace Eval.Core.Running;

/// <summary>
/// The likelihoods of one unit of work: serves repeated calls from the cache and keeps the books (time, hits, misses) of the unit. The key
/// of a call is the model's identity and the whole call, because numbers belong to the batch they were computed in.
/// </summary>
internal sealed class MeteredLikelihood(
    ILikelihoodModel inner, ModelIdentity identity, string candidateId, IAnswerCache? cache, bool readCache, TimeProvider time) : ILikelihoodModel
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Calls answered from the cache.</summary>
    public int Hits { get; private set; }

    /// <summary>Calls answered by the model.</summary>
    public int Misses { get; private set; }

    /// <summary>Time the answers took when they were made, in milliseconds.</summary>
    public double DurationMs { get; private set; }

    public Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(
        IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken) =>
        ThroughCacheAsync(
            () => ContinuationsKey(requests),
            token => inner.ScoreContinuationsAsync(requests, token),
            scores => scores.All(s => s.Failure is not { Kind: RequestFailureKind.EngineFailed }),
            cancellationToken);

    public Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken) =>
        inner.MeasureTextAsync(text, rule, cancellationToken);

    public Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken) =>
        ThroughCacheAsync(
            () => WindowsKey(request),
            token => inner.ScoreWindowsAsync(request, token),
            scores => scores.All(s => s.Failure is not { Kind: RequestFailureKind.EngineFailed }),
            cancellationToken);

    public Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
        WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken) =>
        TimedAsync(() => inner.CompareWindowsAsync(request, referenceLogitsFile, cancellationToken));

    public Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken) =>
        inner.WriteReferenceLogitsAsync(request, file, cancellationToken);

    public Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        inner.CountTokensAsync(texts, cancellationToken);

    private async Task<IReadOnlyList<T>> ThroughCacheAsync<T>(
        Func<string> keyOf,
        Func<CancellationToken, Task<IReadOnlyList<T>>> ask,
        Func<IReadOnlyList<T>, bool> mayStore,
        CancellationToken cancellationToken)
    {
        if (cache is null)
        {
            return await TimedAsync(() => ask(cancellationToken));
        }

        var key = keyOf();
        if (readCache
            && await cache.FindAsync(key, cancellationToken) is { } found
            && JsonSerializer.Deserialize<List<T>>(found.Payload, Json) is { } stored)
        {
            Hits++;
            DurationMs += found.DurationMs;
            return stored;
        }

        var before = DurationMs;
        var answer = await TimedAsync(() => ask(cancellationToken));
        if (mayStore(answer))
        {
            var entry = new CachedAnswer(JsonSerializer.Serialize(answer, Json), DurationMs - before, CostMicroUsd: null);
            await cache.StoreAsync(key, candidateId, entry, timeToLive: null, cancellationToken);
        }

        return answer;
    }

    private async Task<T> TimedAsync<T>(Func<Task<T>> ask)
    {
        var start = time.GetTimestamp();
        var answer = await ask();
        DurationMs += time.GetElapsedTime(start).TotalMilliseconds;
        Misses++;
        return answer;
    }

    private string ContinuationsKey(IReadOnlyList<ContinuationRequest> requests)
    {
        using var hash = new ContentHash();
        hash.Add("continuations-1").Add(identity.Canonical);
        foreach (var request in requests)
        {
            hash.Add(request.Context).Add(request.Continuation).Add(request.SharedPrefixLength.ToString()).Add(request.TruncateLeft ? "truncate" : null);
        }

        return hash.Finish();
    }

    private string WindowsKey(WindowRequest request) => ContentHash.Of(
        "windows-1", identity.Canonical, request.Text, request.Rule.Kind.ToString(), request.Rule.ContextLength.ToString(),
        request.FirstWindow.ToString(), request.WindowCount.ToString());
}
