using Eval.Core.Workspaces;

namespace Eval.Core.Gates;

/// <summary>
/// What an upgrade must prove: one entry of <c>gates:</c>, or a policy file of the same keys. Everything that decides is fixed here, before
/// the evidence is seen.
/// </summary>
public sealed record GatePolicy
{
    /// <summary>The key under <c>gates:</c>, or the file's name without folder and extension.</summary>
    public required string Name { get; init; }

    /// <summary>What the candidate is compared with where the command line names nothing; as written, or null.</summary>
    public string? Baseline { get; init; }

    /// <summary>The suites that must not get worse, in the file's order; never empty.</summary>
    public required IReadOnlyList<GuardedSuite> Suites { get; init; }

    /// <summary>Confidence of every one-sided limit, above 0.5 and below 1: false passes and false fails are each at most 1 − this. Default 0.95.</summary>
    public double Confidence { get; init; } = DefaultConfidence;

    /// <summary>The least share of a suite's planned samples that both sides must have scored, 0 to 1; below it nothing is decided. Default 0.98.</summary>
    public double MinCoverage { get; init; } = DefaultMinCoverage;

    /// <summary>The probability with which a candidate that is exactly as good should pass, above 0.5 and below 1. Default 0.8.</summary>
    public double Power { get; init; } = DefaultPower;

    /// <summary>The greatest tolerated increase of cost as a share (0.10 is ten per cent). Null leaves the rule out.</summary>
    public double? MaxCostIncrease { get; init; }

    /// <summary>The greatest tolerated increase of the mean latency as a share. Null leaves the rule out.</summary>
    public double? MaxLatencyIncrease { get; init; }

    /// <summary>The time in milliseconds within which 95 % of the candidate's answers must arrive. Null leaves the rule out.</summary>
    public double? MaxP95LatencyMs { get; init; }

    /// <summary>What the candidate must fulfil by itself, whatever the baseline does.</summary>
    public GateMustHaves MustHaves { get; init; } = new();

    /// <summary>The rule by which the gate may decide before all samples are asked, or null for one look at the end.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Where the user wrote it.</summary>
    public SourcePosition? DefinedAt { get; init; }

    /// <summary>Default of <see cref="Confidence"/>.</summary>
    public const double DefaultConfidence = 0.95;

    /// <summary>Default of <see cref="MinCoverage"/>.</summary>
    public const double DefaultMinCoverage = 0.98;

    /// <summary>Default of <see cref="Power"/>.</summary>
    public const double DefaultPower = 0.8;

    /// <summary>The guarded suite of a name, or null.</summary>
    public GuardedSuite? Suite(string name) => Suites.FirstOrDefault(s => s.Name == name);
}
