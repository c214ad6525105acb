using Eval.Core.Gates;
using Eval.Service.Gating;

namespace Eval.Cli.Documents;

/// <summary>How a gate did in simulated gates whose truth is known: written by <c>gate --self-check</c>.</summary>
internal sealed record GateSelfCheckDocument(
    int Schema, string Gate, string PolicyHash, string Baseline, bool Calibrated, IReadOnlyList<SelfCheckEntry> Suites, IReadOnlyList<string> Missing)
{
    public static GateSelfCheckDocument Of(GatePolicy policy, SelfCheckOutcome outcome) => new(
        1, policy.Name, policy.Hash(), outcome.Baseline, outcome.Results.All(r => r.IsCalibrated), [.. outcome.Results.Select(SelfCheckEntry.Of)],
        outcome.Missing);
}

/// <summary>One suite. <c>falseAlarm</c>: an equally good candidate fails. <c>power</c>: it passes. The others: of a loss of just the margin.</summary>
internal sealed record SelfCheckEntry(
    string Suite, string Metric, double Margin, int Samples, int Rounds, string Source, SelfCheckRateEntry FalseAlarm, SelfCheckRateEntry Power,
    SelfCheckRateEntry? FalsePass, SelfCheckRateEntry? FalseFail)
{
    public static SelfCheckEntry Of(SelfCheckResult r) => new(
        r.SuiteName, r.MetricId, r.Margin, r.Samples, r.Rounds, r.Source, SelfCheckRateEntry.Of(r.FalseAlarm)!, SelfCheckRateEntry.Of(r.Power)!,
        SelfCheckRateEntry.Of(r.FalsePass), SelfCheckRateEntry.Of(r.FalseFail));
}

/// <summary>A rate in simulated gates with its 95 % interval; <c>allowed</c> is null where the policy says nothing.</summary>
internal sealed record SelfCheckRateEntry(double Rate, double Low, double High, double? Allowed)
{
    public static SelfCheckRateEntry? Of(SelfCheckRate? rate) => rate is null ? null : new(rate.Rate, rate.Interval.Low, rate.Interval.High, rate.Allowed);
}
