namespace Eval.Core.Models.Pipeline;

/// <summary>What all candidates share that use one endpoint with one key: its rate limits and its circuit.</summary>
internal sealed record EndpointGate(EndpointLimiter Limiter, EndpointCircuit Circuit);

/// <summary>The endpoints of a run. Thread-safe.</summary>
/// <param name="running">The candidates that are run; the strictest limits among those who share an endpoint hold for all of them.</param>
/// <param name="concurrency">Calls at once, in place of what the candidates say; null leaves it to them.</param>
/// <param name="time">The clock.</param>
internal sealed class EndpointGates(IReadOnlyList<HostedModelSpec> running, int? concurrency, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, EndpointGate> _gates = new(StringComparer.Ordinal);

    public EndpointGate Of(HostedModelSpec hosted)
    {
        lock (_lock)
        {
            var key = KeyOf(hosted);
            if (!_gates.TryGetValue(key, out var gate))
            {
                var limits = RateLimits.Of([hosted, .. running.Where(h => KeyOf(h) == key)], concurrency);
                gate = _gates[key] = new EndpointGate(
                    new EndpointLimiter(limits, time), new EndpointCircuit(NameOf(hosted), PipelineSettings.Default, time));
            }

            return gate;
        }
    }

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
