namespace Eval.Core.Running;

/// <summary>
/// Answers by the full identity of what was asked. What an answer is worth (its score) is never cached: a corrected gold answer or a new
/// metric uses the old answers. Local models' answers are kept per call, because their numbers belong to the batch they were computed in.
/// </summary>
public interface IAnswerCache
{
    /// <summary>The answer stored under a key, or null. Expired ones are not returned.</summary>
    /// <param name="key">SHA-256 of the request's full identity, lower-case hex.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    Task<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Stores an answer; an older one under the same key is replaced.</summary>
    /// <param name="key">SHA-256 of the request's full identity, lower-case hex.</param>
    /// <param name="candidateId">Whose answer it is, for listing and pruning.</param>
    /// <param name="answer">The answer. Failures are never stored.</param>
    /// <param name="timeToLive">How long it may be served, or null for ever.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    Task StoreAsync(
        string key, string candidateId, CachedAnswer answer, TimeSpan? timeToLive, CancellationToken cancellationToken);
}

/// <summary>A stored answer with what it took to get it.</summary>
/// <param name="Payload">The answer in the caller's own form (JSON).</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="CostMicroUsd">What it cost, in micro-dollars, or null.</param>
public sealed record CachedAnswer(string Payload, double DurationMs, long? CostMicroUsd);
