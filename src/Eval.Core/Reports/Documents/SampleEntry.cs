using System.Text.Json;
using Eval.Core.Running;

namespace Eval.Core.Reports.Documents;

/// <summary>One stored sample; also one line of <c>--jsonl</c>.</summary>
public sealed record SampleEntry(
    string Candidate,
    string Suite,
    int Ordinal,
    int Epoch,
    string SampleId,
    SampleOutcome Outcome,
    string? Reason,
    IReadOnlyDictionary<string, double?> Measures,
    string? Prompt,
    string? Answer,
    string? Target,
    JsonElement? Detail,
    IReadOnlyDictionary<string, string> Slices,
    string? Cluster,
    int InputTokens,
    int OutputTokens,
    double DurationMs,
    bool Cached,
    long? CostMicroUsd)
{
    /// <summary>The entry of a sample.</summary>
    public static SampleEntry Of(string candidate, string suite, SampleResult s) => new(
        candidate, suite, s.Ordinal, s.Epoch, s.SampleId, s.Outcome, s.Reason,
        s.Measures.ToDictionary(m => m.Key, m => double.IsFinite(m.Value) ? m.Value : (double?)null), s.Prompt, s.Answer, s.Target,
        s.DetailJson is { Length: > 0 } detail ? JsonElement.Parse(detail) : null, s.Slices, s.Cluster, s.InputTokens,
        s.OutputTokens, s.DurationMs, s.Cached, s.CostMicroUsd);
}
