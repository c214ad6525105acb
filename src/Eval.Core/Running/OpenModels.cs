using Eval.Core.Models;

namespace Eval.Core.Running;

/// <summary>The models that are open while one candidate is run: its own, and references its suites compare it with.</summary>
internal sealed class OpenModels(RunModels models) : IAsyncDisposable
{
    private readonly Dictionary<string, OpenSession> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Opens a candidate once. Throws <see cref="ModelUnavailableException"/>.</summary>
    public async Task<OpenSession> OpenAsync(string candidateId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _open.TryGetValue(candidateId, out var session)
                ? session
                : _open[candidateId] = await models.OpenAsync(candidateId, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<IModelSession> OpenReferenceAsync(string candidateId, CancellationToken cancellationToken) =>
        await OpenAsync(candidateId, cancellationToken);

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
