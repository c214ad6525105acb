using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>What a gate decided, and why.</summary>
public sealed record GateDecision
{
    /// <summary>The verdict over all rules.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>One decision per guarded suite, in the policy's order.</summary>
    public required IReadOnlyList<SuiteDecision> Suites { get; init; }

    /// <summary>Caps and must-haves.</summary>
    public required IReadOnlyList<RuleDecision> Rules { get; init; }

    /// <summary>Why the verdict is not a pass, one sentence with numbers each; on a pass, what was proven.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>True where a further look may still change the verdict, so that it pays to go on; false where it is final.</summary>
    public bool CanContinue { get; init; }

    /// <summary>0 pass, 1 fail, 3 inconclusive, 4 broken.</summary>
    public int ExitCode => Verdict.ExitCode();
}

/// <summary>What was decided about one guarded suite.</summary>
public sealed record SuiteDecision
{
    /// <summary>The suite.</summary>
    public required string SuiteName { get; init; }

    /// <summary>Exact id of the metric; null where there is no evidence.</summary>
    public string? MetricId { get; init; }

    /// <summary>The verdict about the suite as a whole, its slices apart.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>True on a pass where even "not better" is excluded: the lower limit is above 0.</summary>
    public bool IsBetter { get; init; }

    /// <summary>The loss that is tolerated.</summary>
    public required double Margin { get; init; }

    /// <summary>Mean score of the baseline on the shared samples in the metric's unit, a perplexity as such; null without evidence.</summary>
    public double? OldScore { get; init; }

    /// <summary>Mean score of the candidate on the shared samples in the metric's unit, a perplexity as such; null without evidence.</summary>
    public double? NewScore { get; init; }

    /// <summary>
    /// The difference with its limits, turned so that more is better; null without evidence. Under early stopping its confidence is that of
    /// this look.
    /// </summary>
    public PairedDifference? Difference { get; init; }

    /// <summary>Shared / planned samples; 0 without evidence.</summary>
    public double Coverage { get; init; }

    /// <summary>Samples planned.</summary>
    public int Planned { get; init; }

    /// <summary>
    /// The true loss that this much evidence would tell from none with the policy's power; null where it cannot be said.
    /// </summary>
    public double? DetectableEffect { get; init; }

    /// <summary>Where inconclusive: samples that would decide if the difference stayed as seen; null where no number would.</summary>
    public long? NeededSamples { get; init; }

    /// <summary>Decisions about its slices, worst first.</summary>
    public IReadOnlyList<SliceDecision> Slices { get; init; } = [];

    /// <summary>What was found, with numbers.</summary>
    public required string Sentence { get; init; }

    /// <summary>Under early stopping: which look this is, from 1; else null.</summary>
    public int? Look { get; init; }

    /// <summary>True where the suite needs no further samples: it and its slices are decided, or going on is futile.</summary>
    public bool IsFinal { get; init; } = true;

    /// <summary>Why the suite informs and is no part of the gate's verdict, one clause; null where it is.</summary>
    public string? InformsOnly { get; init; }

    /// <summary>The verdict of the suite with its slices.</summary>
    public GateVerdict WithSlices => GateVerdicts.All([Verdict, .. Slices.Where(s => s.Verdict is not null).Select(s => s.Verdict!.Value)]);
}

/// <summary>What was decided about one slice of a suite.</summary>
public sealed record SliceDecision
{
    /// <summary>The slice, as <c>field=value</c>.</summary>
    public required string Slice { get; init; }

    /// <summary>The verdict, or null where the slice is too small to be judged under the policy.</summary>
    public required GateVerdict? Verdict { get; init; }

    /// <summary>Shared samples.</summary>
    public required int N { get; init; }

    /// <summary>The loss that is tolerated, or null where only the floor counts.</summary>
    public double? MaxLoss { get; init; }

    /// <summary>The worst score tolerated, or null where only the loss counts.</summary>
    public double? Floor { get; init; }

    /// <summary>The candidate's mean score in the metric's unit, a perplexity as such; NaN where there are no samples.</summary>
    public double NewScore { get; init; } = double.NaN;

    /// <summary>The difference with its limits, turned so that more is better.</summary>
    public PairedDifference? Difference { get; init; }

    /// <summary>What was found, with numbers.</summary>
    public required string Sentence { get; init; }
}

/// <summary>What was decided about a cap or a must-have.</summary>
/// <param name="Rule">Its key in the policy: <c>maxCostIncrease</c>, <c>mustHaves.facts.license</c> …</param>
/// <param name="Verdict">Pass, fail or inconclusive (not enough evidence).</param>
/// <param name="Sentence">What was found, with numbers.</param>
public sealed record RuleDecision(string Rule, GateVerdict Verdict, string Sentence)
{
    /// <summary>What was measured (a share for increases, milliseconds, a score, tokens), or null.</summary>
    public double? Value { get; init; }

    /// <summary>Its one-sided lower limit, or null.</summary>
    public double? Low { get; init; }

    /// <summary>Its one-sided upper limit, or null.</summary>
    public double? High { get; init; }

    /// <summary>The cap or floor, or null where it is no number.</summary>
    public double? Limit { get; init; }

    /// <summary>Where evidence is short: samples that would decide, or null.</summary>
    public long? NeededSamples { get; init; }
}
