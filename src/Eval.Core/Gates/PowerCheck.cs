using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>What a gate can hope for on one suite, told before anything is paid.</summary>
public sealed record PowerCheck
{
    /// <summary>The suite.</summary>
    public required string SuiteName { get; init; }

    /// <summary>The loss that is tolerated.</summary>
    public required double Margin { get; init; }

    /// <summary>Samples planned, before epochs.</summary>
    public required int Planned { get; init; }

    /// <summary>Samples with which a candidate that is exactly as good passes with the policy's power; null where no number could be said.</summary>
    public required long? Required { get; init; }

    /// <summary>The probability that a candidate that is exactly as good passes with the planned samples; null where it cannot be said.</summary>
    public required double? Power { get; init; }

    /// <summary>The smallest margin for which the planned samples have the policy's power; null where it cannot be said.</summary>
    public required double? DetectableMargin { get; init; }

    /// <summary>What was assumed about the spread of the differences, and from where, as a clause.</summary>
    public required string Assumption { get; init; }

    /// <summary>True where the planned samples are enough, or nothing could be said against them.</summary>
    public bool IsEnough => Required is not { } required || required <= Planned;

    /// <summary>Checks one suite.</summary>
    /// <param name="policy">The policy: confidence, power and looks.</param>
    /// <param name="suite">The suite's margin.</param>
    /// <param name="planned">Samples planned, before epochs, 1 or more.</param>
    /// <param name="spread">What is assumed, or null where nothing can be.</param>
    /// <exception cref="Workspaces.EvalConfigurationException">The margin is as large as the whole range of the metric.</exception>
    public static PowerCheck Of(GatePolicy policy, GuardedSuite suite, int planned, DifferenceSpread? spread)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(planned, 1);
        var check = new PowerCheck
        {
            SuiteName = suite.Name,
            Margin = suite.Margin,
            Planned = planned,
            Required = null,
            Power = null,
            DetectableMargin = null,
            Assumption = spread?.Sentence ?? "nothing is known about how much two models' scores differ here",
        };
        if (spread is null)
        {
            return check;
        }

        MarginTest.Check(suite, suite.MetricId ?? "the metric", spread.Range);
        var power = new MarginPower(spread, policy.Confidence, LooksFactor(policy));
        return check with
        {
            Required = (long)Math.Ceiling(power.Required(suite.Margin, policy.Power) - 1e-6),
            Power = power.Of(suite.Margin, planned),
            DetectableMargin = power.Detectable(planned, policy.Power),
        };
    }

    /// <summary>By how much looking early raises the samples that the same power needs; 1 for one look.</summary>
    private static double LooksFactor(GatePolicy policy)
    {
        if (policy.EarlyStopping is not { } early)
        {
            return 1;
        }

        var fractions = Enumerable.Range(1, early.Looks).Select(k => (double)k / early.Looks).ToArray();
        var boundaries = GateLooks.Boundaries(early.Spending, 1 - policy.Confidence, fractions);
        var single = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, policy.Confidence) + MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, policy.Power);

        // The power over the drift is smooth: a few steps of the secant find the drift that has the policy's.
        double low = single, high = single * 1.2, lowGap = Gap(low), highGap = Gap(high);
        for (var i = 0; i < 6 && Math.Abs(highGap) > 1e-5 && highGap != lowGap; i++)
        {
            (low, high) = (high, high - (highGap * (high - low) / (highGap - lowGap)));
            (lowGap, highGap) = (highGap, Gap(high));
        }

        return Math.Max(1, high * high / (single * single));

        double Gap(double drift) => AlphaSpending.CrossingProbability(boundaries, fractions, drift) - policy.Power;
    }
}
