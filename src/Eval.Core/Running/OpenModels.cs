using Eval.Core.Models;

namespace Eval.Core.Running;

/// <summary>The models that are open while one candidate is run: its own, and references its suites compare it with.</summary>
internal sealed class OpenModels(IReadOnlyList<IModelProvider> providers, IReadOnlyDictionary<string, Candidate> candidates) : IAsyncDisposable
{
    private readonly Dictionary<string, IModelSession> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Opens a candidate once. Throws <see cref="ModelUnavailableException"/>.</summary>
    public async Task<IModelSession> OpenAsync(string candidateId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_open.TryGetValue(candidateId, out var session))
            {
                return session;
            }

            var candidate = candidates.TryGetValue(candidateId, out var found)
                ? found
                : throw new ModelUnavailableException($"there is no candidate \"{candidateId}\" in the workspace", isPermanent: true);
            var provider = providers.First(p => p.CanOpen(candidate));
            return _open[candidateId] = await provider.OpenAsync(candidate, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _open.Values)
        {
            await session.DisposeAsync();
        }

        _open.Clear();
        _gate.Dispose();
    }
}
