namespace Eval.Core.Models.Pipeline;

/// <summary>What all candidates share that use one endpoint with one key: its rate limits and its circuit.</summary>
internal sealed record EndpointGate(EndpointLimiter Limiter, EndpointCircuit Circuit);

/// <summary>The endpoints of a run.</summary>
internal sealed class EndpointGates : IDisposable
{
    private readonly Dictionary<string, EndpointGate> _gates;

    /// <param name="candidates">Every candidate that may be opened; the strictest limits among those who share an endpoint hold for all of them.</param>
    /// <param name="concurrency">Calls at once, in place of what the candidates say; null leaves it to them.</param>
    /// <param name="time">The clock.</param>
    public EndpointGates(IEnumerable<Candidate> candidates, int? concurrency, TimeProvider time) => _gates = candidates
        .Where(c => c.Hosted is not null)
        .GroupBy(c => KeyOf(c.Hosted!), c => c.Hosted!, StringComparer.Ordinal)
        .ToDictionary(
            g => g.Key,
            g => new EndpointGate(
                new EndpointLimiter(RateLimits.Of(g, concurrency), time),
                new EndpointCircuit(NameOf(g.First()), PipelineSettings.Default, time)),
            StringComparer.Ordinal);

    public EndpointGate Of(HostedModelSpec hosted) => _gates[KeyOf(hosted)];

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Limiter.Dispose();
        }
    }

    // The key's name stands for the key, which is not known here and need not be.
    private static string KeyOf(HostedModelSpec hosted) => string.Join('\n', hosted.Provider, hosted.Endpoint, hosted.ApiKeyEnv, hosted.ApiKeyFile);

    private static string NameOf(HostedModelSpec hosted) =>
        Uri.TryCreate(hosted.Endpoint, UriKind.Absolute, out var uri) ? uri.Authority : hosted.Provider;
}
