using System.Text.Json;
using Eval.Cli.Rendering;
using Eval.Core.Gates;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Statistics;
using Eval.Service.Gating;
using Eval.Storage.Gates;

namespace Eval.Cli.Documents;

/// <summary>
/// A gate's decision: written by <c>gate</c> and <c>gate show</c>. <c>verdict</c> is pass, fail, inconclusive or broken; null where nothing was decided
/// (too little power to be worth paying for, a budget, an interruption), and then <c>reasons</c> tell why.
/// </summary>
internal sealed record GateDocument(
    int Schema,
    int ExitCode,
    string? Verdict,
    long? Id,
    string Gate,
    string PolicyHash,
    JsonElement Policy,
    GatePartyEntry? Baseline,
    GatePartyEntry? Candidate,
    int? Attempt,
    IReadOnlyList<GateAttemptEntry> Earlier,
    GateWaiverEntry? Waiver,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<GateSuiteEntry> Suites,
    IReadOnlyList<GateRuleEntry> Rules,
    IReadOnlyList<string> Notes,
    IReadOnlyList<GatePowerEntry> Power,
    IReadOnlyList<GateSourceEntry> Evidence,
    string? EvidenceHash,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    string? Machine,
    string? Program,
    string Database)
{
    /// <summary>The document of a decision.</summary>
    /// <param name="gate">The decision.</param>
    /// <param name="exitCode">What the command exits with.</param>
    /// <param name="power">What was asked before paying.</param>
    /// <param name="database">Absolute path of the database.</param>
    /// <param name="now">The moment at which waivers must hold.</param>
    public static GateDocument Of(DecidedGate gate, int exitCode, IReadOnlyList<SuitePower> power, string database, DateTimeOffset now) => new(
        1, exitCode, gate.Decision.Verdict.Word(), gate.Record.Id, gate.Record.Gate, gate.Record.PolicyHash, JsonElement.Parse(gate.Record.PolicyText),
        new GatePartyEntry(gate.Record.Baseline, gate.Record.BaselineName, ModelIdentity.WithoutHeaders(gate.Record.BaselineIdentity)),
        new GatePartyEntry(gate.Record.CandidateName, gate.Record.CandidateName, ModelIdentity.WithoutHeaders(gate.Record.CandidateIdentity)),
        gate.Record.Attempt, [.. gate.Earlier.Select(GateAttemptEntry.Of)],
        gate.WaiverAt(now) is { } held ? GateWaiverEntry.Of(held.Record, held.Waiver) : null,
        gate.Decision.Reasons, [.. gate.Decision.Suites.Select(GateSuiteEntry.Of)], [.. gate.Decision.Rules.Select(GateRuleEntry.Of)], gate.Notes,
        [.. power.Select(GatePowerEntry.Of)], [.. gate.Record.Evidence.Select(GateSourceEntry.Of)], gate.Record.EvidenceHash, gate.Record.DecidedAt,
        gate.Record.DecidedBy, gate.Record.Machine, gate.Record.Program, database);

    /// <summary>The document of a gate that ended without a decision.</summary>
    public static GateDocument Of(GatePolicy policy, GateOutcome outcome, string database) => new(
        1, outcome.ExitCode, null, null, policy.Name, policy.Hash(), JsonElement.Parse(policy.ToJson().ToJsonString()), null, null, null, [], null,
        [.. GateEndings.Reasons(outcome)], [], [], [], [.. outcome.Power.Select(GatePowerEntry.Of)], [], null, null, null, null, null, database);
}

/// <summary>A side: what the user named, the candidate that it is, and what was measured.</summary>
internal sealed record GatePartyEntry(string Reference, string Candidate, string Identity);

/// <summary>An earlier attempt at the same gate, from other evidence.</summary>
internal sealed record GateAttemptEntry(long Id, int Attempt, string Verdict, DateTimeOffset DecidedAt, string DecidedBy)
{
    public static GateAttemptEntry Of(GateRecord record) => new(record.Id, record.Attempt, record.Verdict.Word(), record.DecidedAt, record.DecidedBy);
}

/// <summary>Who took the responsibility for what the gate did not let through; <c>decision</c> is the decision that it was given for.</summary>
internal sealed record GateWaiverEntry(long Decision, string Reason, string By, DateTimeOffset At, DateTimeOffset? Until)
{
    public static GateWaiverEntry Of(GateRecord record, GateWaiver waiver) => new(record.Id, waiver.Reason, waiver.By, waiver.At, waiver.Until);
}

/// <summary>What was decided about a suite; <c>informsOnly</c> says why it is no part of the verdict, or is null. Differences and limits are turned so that more is better, and logarithms where <c>logarithmic</c>; the margin is of their unit, scores are in the metric's own.</summary>
internal sealed record GateSuiteEntry(
    string Suite,
    string? Metric,
    bool? HigherIsBetter,
    bool? Logarithmic,
    string Verdict,
    bool Better,
    double Margin,
    double? BaselineScore,
    double? CandidateScore,
    GateDifferenceEntry? Difference,
    double Coverage,
    int Planned,
    double? DetectableEffect,
    long? NeededSamples,
    int? Look,
    IReadOnlyList<GateSliceEntry> Slices,
    string Sentence,
    string? InformsOnly)
{
    public static GateSuiteEntry Of(SuiteDecision suite) => new(
        suite.SuiteName, suite.MetricId, MetricOf(suite)?.HigherIsBetter, MetricOf(suite)?.ScoresAreLogarithms, suite.Verdict.Word(), suite.IsBetter, suite.Margin, JsonNumber.Finite(suite.OldScore), JsonNumber.Finite(suite.NewScore),
        GateDifferenceEntry.Of(suite.Difference), suite.Coverage, suite.Planned, JsonNumber.Finite(suite.DetectableEffect), suite.NeededSamples, suite.Look,
        [.. suite.Slices.Select(GateSliceEntry.Of)], suite.Sentence, suite.InformsOnly);

    private static IPairedMetric? MetricOf(SuiteDecision suite) => suite.MetricId is { } id ? BuiltInMetrics.Find(id) as IPairedMetric : null;
}

/// <summary>A paired difference with its one-sided limits.</summary>
internal sealed record GateDifferenceEntry(
    double? Value, double? Lower, double? Upper, double Confidence, double? StandardError, int N, int? Clusters, double PValue, double? Correlation,
    string Method, int? OnlyBaseline, int? OnlyCandidate)
{
    public static GateDifferenceEntry? Of(PairedDifference? d) => d is null ? null : new(
        JsonNumber.Finite(d.Difference), JsonNumber.Finite(d.Lower), JsonNumber.Finite(d.Upper), d.Confidence, JsonNumber.Finite(d.StandardError), d.N, d.Clusters,
        d.PValue, JsonNumber.Finite(d.Correlation), d.Method, d.OnlyOld, d.OnlyNew);
}

/// <summary>What was decided about a slice; <c>verdict</c> is null where it is too small to be judged.</summary>
internal sealed record GateSliceEntry(
    string Slice, string? Verdict, int N, double? MaxLoss, double? Floor, double? CandidateScore, GateDifferenceEntry? Difference, string Sentence)
{
    public static GateSliceEntry Of(SliceDecision slice) => new(
        slice.Slice, slice.Verdict?.Word(), slice.N, slice.MaxLoss, slice.Floor, JsonNumber.Finite(slice.NewScore), GateDifferenceEntry.Of(slice.Difference),
        slice.Sentence);
}

/// <summary>What was decided about a cap or a must-have.</summary>
internal sealed record GateRuleEntry(
    string Rule, string Verdict, double? Value, double? Low, double? High, double? Limit, long? NeededSamples, string Sentence)
{
    public static GateRuleEntry Of(RuleDecision rule) => new(
        rule.Rule, rule.Verdict.Word(), JsonNumber.Finite(rule.Value), JsonNumber.Finite(rule.Low), JsonNumber.Finite(rule.High), JsonNumber.Finite(rule.Limit),
        rule.NeededSamples, rule.Sentence);
}

/// <summary>What the planned samples of a suite can detect, asked before paying.</summary>
internal sealed record GatePowerEntry(
    string Suite, string Metric, double Margin, int Planned, double? Detectable, long? Needed, long? NeededMicroUsd, string Assumption, bool Enough)
{
    public static GatePowerEntry Of(SuitePower power) => new(
        power.Suite, power.MetricId, power.Margin, power.Planned, JsonNumber.Finite(power.Detectable), power.Needed, power.NeededMicroUsd,
        power.Assumption, power.IsEnough);
}

/// <summary>Where one side's scores of one suite came from: a cell of a stored run, or an archive.</summary>
internal sealed record GateSourceEntry(
    string Side, string Suite, long? Run, long? Cell, string? File, string? FileHash, string DefinitionHash, string DataHash, int Samples, int Epochs, int Seed)
{
    public static GateSourceEntry Of(GateSource source) => new(
        source.Side == GateSide.Baseline ? "baseline" : "candidate", source.Suite, source.RunId, source.CellId, source.ArchiveFile, source.ArchiveHash,
        source.DefinitionHash, source.DataHash, source.Samples, source.Epochs, source.Seed);
}

/// <summary>Numbers in documents.</summary>
internal static class JsonNumber
{
    /// <summary>The number, or null where JSON cannot hold it.</summary>
    public static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
