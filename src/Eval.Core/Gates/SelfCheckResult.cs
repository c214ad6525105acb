using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>How a gate did in simulated gates on one suite.</summary>
public sealed record SelfCheckResult
{
    /// <summary>The suite.</summary>
    public required string SuiteName { get; init; }

    /// <summary>Exact id of the metric.</summary>
    public required string MetricId { get; init; }

    /// <summary>The loss that is tolerated.</summary>
    public required double Margin { get; init; }

    /// <summary>Samples of each simulated gate.</summary>
    public required int Samples { get; init; }

    /// <summary>Simulated gates per rate.</summary>
    public required int Rounds { get; init; }

    /// <summary>What they were made from, as a clause.</summary>
    public required string Source { get; init; }

    /// <summary>How often the gate fails a candidate that is exactly as good.</summary>
    public required SelfCheckRate FalseAlarm { get; init; }

    /// <summary>How often it passes a candidate that is exactly as good.</summary>
    public required SelfCheckRate Power { get; init; }

    /// <summary>How often it passes a candidate that is worse by exactly the margin; null where the scores leave no room for such a loss.</summary>
    public required SelfCheckRate? FalsePass { get; init; }

    /// <summary>How often it fails a candidate that is worse by exactly the margin; null where the scores leave no room for such a loss.</summary>
    public required SelfCheckRate? FalseFail { get; init; }

    /// <summary>True where no error rate is above what the policy allows by more than chance.</summary>
    public bool IsCalibrated => FalseAlarm.IsWithin && FalsePass is not { IsWithin: false } && FalseFail is not { IsWithin: false };
}

/// <summary>A rate in simulated gates.</summary>
/// <param name="Count">Gates that came out so.</param>
/// <param name="Rounds">All of them.</param>
/// <param name="Allowed">What the policy allows at most, or null where it says nothing.</param>
public sealed record SelfCheckRate(int Count, int Rounds, double? Allowed)
{
    /// <summary>The rate.</summary>
    public double Rate => (double)Count / Rounds;

    /// <summary>Its 95 % interval by Wilson: the simulation's own error.</summary>
    public Interval Interval => Wilson.Interval(Count, Rounds);

    /// <summary>True where the rate is not above <see cref="Allowed"/> by more than the simulation's error.</summary>
    public bool IsWithin => Allowed is not { } allowed || Interval.Low <= allowed;

    internal static SelfCheckRate Of(GateVerdict[] verdicts, GateVerdict wanted, double? allowed) =>
        new(verdicts.Count(v => v == wanted), verdicts.Length, allowed);
}
