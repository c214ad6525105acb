using Eval.Core.Gates;
using Eval.Storage.Gates;

namespace Eval.Service.Gating;

/// <summary>How a gate ended.</summary>
public sealed record GateOutcome
{
    /// <summary>0 pass, 1 fail, 3 inconclusive or refused, 4 broken, 5 stopped by the budget, 130 interrupted.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What was decided, or null where nothing was: see <see cref="Reasons"/>.</summary>
    public DecidedGate? Decided { get; init; }

    /// <summary>Why nothing was decided: too little power to be worth paying for, a budget, an interruption.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What the planned samples could detect, suite by suite, where that was asked before paying.</summary>
    public IReadOnlyList<SuitePower> Power { get; init; } = [];
}

/// <summary>A decision as it is stored, with all that is shown beside it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Decision">The decision that the record holds.</param>
/// <param name="Notes">What else differs between the two sides and may explain a difference.</param>
/// <param name="Attempts">All stored decisions about the same policy, baseline and candidate, the oldest first, this one included.</param>
public sealed record DecidedGate(GateRecord Record, GateDecision Decision, IReadOnlyList<string> Notes, IReadOnlyList<GateRecord> Attempts)
{
    /// <summary>Attempts before this one that saw other evidence.</summary>
    public IEnumerable<GateRecord> Earlier => Attempts.Where(a => a.Id < Record.Id && a.Attempt != Record.Attempt).DistinctBy(a => a.Attempt);

    /// <summary>
    /// The waiver that holds at a moment for this gate, policy, baseline, candidate and evidence, whenever it was given; or null. Other evidence may be far
    /// worse than what somebody took the responsibility for.
    /// </summary>
    public (GateRecord Record, GateWaiver Waiver)? WaiverAt(DateTimeOffset moment)
    {
        foreach (var attempt in Attempts.Reverse().Where(a => a.EvidenceHash == Record.EvidenceHash && a.Verdict == Record.Verdict))
        {
            if (attempt.WaiverAt(moment) is { } waiver)
            {
                return (attempt, waiver);
            }
        }

        return null;
    }
}

/// <summary>What the planned samples of a suite can detect, asked before paying.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="MetricId">Exact id of the metric.</param>
/// <param name="Margin">The margin.</param>
/// <param name="Planned">Samples planned.</param>
/// <param name="Detectable">The smallest margin for which they have the policy's power; null where it cannot be said.</param>
/// <param name="Needed">Samples that would have it for the policy's margin; null where it cannot be said.</param>
/// <param name="NeededMicroUsd">Their price in micro-dollars at the most; null where no price is known.</param>
/// <param name="Assumption">What was assumed about the spread of the differences.</param>
/// <param name="IsEnough">True where the planned samples are enough, or nothing can be said against them.</param>
public sealed record SuitePower(
    string Suite, string MetricId, double Margin, int Planned, double? Detectable, long? Needed, long? NeededMicroUsd, string Assumption, bool IsEnough);
