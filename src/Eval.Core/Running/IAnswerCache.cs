namespace Eval.Core.Running;

/// <summary>
/// Answers by the full identity of what was asked. Local models' answers are kept per unit of work, because their numbers belong to
/// the batch they were computed in.
/// </summary>
public interface IAnswerCache
{
    /// <summary>The results stored under a key, or null. Expired ones are not returned.</summary>
    Task<IReadOnlyList<SampleResult>?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Stores the results of one unit.</summary>
    /// <param name="key">SHA-256 of the request's identity, lower-case hex.</param>
    /// <param name="results">The results; none may have an error outcome.</param>
    /// <param name="timeToLive">How long they may be served, or null for ever.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    Task StoreAsync(string key, IReadOnlyList<SampleResult> results, TimeSpan? timeToLive, CancellationToken cancellationToken);
}
