using System.Text.Json.Serialization;

namespace Eval.FakeEndpoint;

/// <summary>What a test endpoint serves. The file given with <c>--config</c> has the same shape in camel case.</summary>
public sealed record FakeEndpointOptions
{
    /// <summary>Port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Seed of every fault, delay and answer. Default 17.</summary>
    public int Seed { get; init; } = 17;

    /// <summary>Models by name.</summary>
    public IReadOnlyDictionary<string, ModelProfile> Models { get; init; } = new Dictionary<string, ModelProfile>(StringComparer.Ordinal);

    /// <summary>How every other name behaves; null answers 404 as real endpoints do.</summary>
    public ModelProfile? Otherwise { get; init; } = new();

    /// <summary>The only key that is accepted (bearer, <c>api-key</c> or <c>x-api-key</c>); null takes any key or none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>True repeats a refused key whole in the error's text, as careless servers do; false, the default, masks its middle as OpenAI does.</summary>
    public bool RepeatsKeys { get; init; }

    /// <summary>A JSONL file that gets one line per finished request, or null.</summary>
    public string? LedgerFile { get; init; }

    /// <summary>Entries kept in memory, the oldest dropped first; totals cover all. Default: all.</summary>
    public int LedgerEntries { get; init; } = int.MaxValue;

    /// <summary>Polls after which a batch is done. Default 2.</summary>
    public int BatchPolls { get; init; } = 2;

    /// <summary>Share of a batch's requests (0 to 1) that come back unanswered because the batch's time was over; drawn anew when they are sent again. Default 0.</summary>
    public double BatchExpired { get; init; }

    /// <summary>Clock of delays and limits.</summary>
    [JsonIgnore]
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
