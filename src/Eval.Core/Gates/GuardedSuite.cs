using Eval.Core.Workspaces;

namespace Eval.Core.Gates;

/// <summary>A suite that must not get worse by more than a margin.</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Margin">
/// The loss that is tolerated, above 0, in the metric's own unit: 0.02 is two points of a share. Of a perplexity, whose logarithms are compared, it is the
/// natural logarithm of the factor: 0.05 tolerates 5.1 % more.
/// </param>
public sealed record GuardedSuite(string Name, double Margin)
{
    /// <summary>Exact id of the metric that is compared, or null: the suite's first one that can be paired.</summary>
    public string? MetricId { get; init; }

    /// <summary>Rules about parts of the suite, in the file's order.</summary>
    public IReadOnlyList<SliceRule> Slices { get; init; } = [];

    /// <summary>Where the margin stands.</summary>
    public SourcePosition? DefinedAt { get; init; }
}

/// <summary>A rule about the slices of a suite, so that a gain on the whole cannot hide a loss on a part.</summary>
/// <param name="Slice">A field (every one of its values is judged), or one <c>field=value</c>.</param>
public sealed record SliceRule(string Slice)
{
    /// <summary>The loss against the baseline that is tolerated in each slice, above 0, in the unit of the margin; null leaves it out.</summary>
    public double? MaxLoss { get; init; }

    /// <summary>The worst score tolerated in each slice, absolute, in the metric's unit (the greatest where less is better); null leaves it out.</summary>
    public double? Floor { get; init; }

    /// <summary>Slices with fewer shared samples are shown and not judged. Default 0: all are judged.</summary>
    public int MinSamples { get; init; }

    /// <summary>Where it stands.</summary>
    public SourcePosition? DefinedAt { get; init; }

    /// <summary>The field that the slices belong to.</summary>
    public string Field => Slice.Split('=', 2)[0];

    /// <summary>True where the rule speaks of a slice.</summary>
    /// <param name="slice">The slice, as <c>field=value</c>.</param>
    public bool Covers(string slice) => Slice == slice || (!Slice.Contains('=') && slice.StartsWith(Slice + "=", StringComparison.Ordinal));
}
