using System.Collections.Frozen;

namespace Eval.Core.Running;

/// <summary>One finished sample, as it is stored.</summary>
public sealed record SampleResult
{
    /// <summary>Place in the planned suite, from 0. A part of a long text counts as a sample of its own.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Repetition, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>The data's id.</summary>
    public required string SampleId { get; init; }

    /// <summary>How it ended.</summary>
    public required SampleOutcome Outcome { get; init; }

    /// <summary>Why, for anything but <see cref="SampleOutcome.Completed"/>; may also annotate a completed one (truncated context …).</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Numbers by measure name: per-sample scores under their metric id (<c>acc</c> = 0 or 1), and the ingredients of corpus metrics
    /// (<c>ll</c>, <c>tokens</c>, <c>words</c>, <c>bytes</c>, <c>ll_sq</c>). Empty for outcomes that are not scored.
    /// </summary>
    public IReadOnlyDictionary<string, double> Measures { get; init; } = new Dictionary<string, double>();

    /// <summary>What was sent, as text.</summary>
    public string? Prompt { get; init; }

    /// <summary>What the model answered or preferred.</summary>
    public string? Answer { get; init; }

    /// <summary>What would have been right.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// Hash of prompt and target, where the source keeps it in place of the texts (an archive without them); null elsewhere. See
    /// <see cref="QuestionHash.Of"/>.
    /// </summary>
    public string? QuestionHash { get; init; }

    /// <summary>Kind-specific detail as a JSON object (per-choice log-likelihoods …), or null.</summary>
    public string? DetailJson { get; init; }

    /// <summary>
    /// Ids of metrics of the cell that never were to score this sample (another tool's, which only some of its tests ask for): it is not missing from
    /// their coverage. Counts where estimates are computed and is not stored. Default: none.
    /// </summary>
    public IReadOnlySet<string> NotScoredBy { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Slice values by field name.</summary>
    public IReadOnlyDictionary<string, string> Slices { get; init; } = new Dictionary<string, string>();

    /// <summary>Which group of dependent samples it belongs to, or null.</summary>
    public string? Cluster { get; init; }

    /// <summary>Tokens read.</summary>
    public int InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public int OutputTokens { get; init; }

    /// <summary>Time of its own work in milliseconds; for a shared batch, its share by tokens.</summary>
    public double DurationMs { get; init; }

    /// <summary>True where the answer came from the cache; its time and cost are the original ones.</summary>
    public bool Cached { get; init; }

    /// <summary>Cost in micro-dollars (1e-6 USD), or null where no price is known.</summary>
    public long? CostMicroUsd { get; init; }
}
