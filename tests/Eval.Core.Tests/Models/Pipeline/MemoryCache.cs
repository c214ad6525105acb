using Eval.Core.Running;

namespace Eval.Core.Tests.Models.Pipeline;

/// <summary>A cache of answers in memory.</summary>
internal sealed class MemoryCache : IAnswerCache
{
    private readonly Lock _gate = new();

    public Dictionary<string, (CachedAnswer Answer, TimeSpan? KeptFor)> Entries { get; } = new(StringComparer.Ordinal);

    public Task<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Entries.TryGetValue(key, out var found) ? found.Answer : null);
        }
    }

    public Task StoreAsync(string key, string candidateId, CachedAnswer answer, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Entries[key] = (answer, timeToLive);
        }

        return Task.CompletedTask;
    }
}
