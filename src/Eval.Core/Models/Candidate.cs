using Eval.Core.Workspaces;

namespace Eval.Core.Models;

/// <summary>A model as it would be used: weights or an endpoint, with its settings and price. Exactly one of
/// <see cref="Local"/> and <see cref="Hosted"/> is set.</summary>
public sealed record Candidate
{
    /// <summary>The name the user gave; unique in a workspace.</summary>
    public required string Id { get; init; }

    /// <summary>A GGUF model run by llama.cpp on this machine, or null.</summary>
    public LocalModelSpec? Local { get; init; }

    /// <summary>A model behind an HTTP endpoint, or null.</summary>
    public HostedModelSpec? Hosted { get; init; }

    /// <summary>What it costs, or null where unknown.</summary>
    public PriceSpec? Price { get; init; }

    /// <summary>
    /// The reference setting for local models (default false): one sequence at a time, f32 KV cache, flash attention off, so that
    /// log-probabilities do not depend on what shares a batch.
    /// </summary>
    public bool Exact { get; init; }

    /// <summary>Free facts that must-haves and tables refer to (licence, data location …).</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Free labels for filters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where the user wrote it.</summary>
    public SourcePosition? DefinedAt { get; init; }
}
