using System.Globalization;
using Eval.Core.Gates;
using Eval.Service.Gating;
using Eval.Storage.Gates;

namespace Eval.Cli.Rendering;

/// <summary>What is said of a decision in sentences, wherever it is shown.</summary>
/// <param name="Label">What it is about, or empty for a reason.</param>
/// <param name="Text">The sentence.</param>
/// <param name="IsWarning">True for what weakens the decision, or overrides it.</param>
internal sealed record GateLine(string Label, string Text, bool IsWarning = false);

/// <summary>The sentences of a decision.</summary>
internal static class GateLines
{
    public static IEnumerable<GateLine> Of(DecidedGate gate, DateTimeOffset now)
    {
        foreach (var reason in gate.Decision.Reasons)
        {
            yield return new GateLine("", reason);
        }

        if (Detectable(gate) is { } detectable)
        {
            yield return new GateLine("detects", detectable);
        }

        if (gate.Notes.Count > 0)
        {
            yield return new GateLine("notes", string.Join("; ", gate.Notes));
        }

        yield return new GateLine("evidence", Evidence(gate.Record));
        yield return new GateLine("decision", $"{gate.Record.Id} by {gate.Record.DecidedBy}, {Figures.Time(gate.Record.DecidedAt)}; policy {gate.Record.PolicyHash[..Math.Min(12, gate.Record.PolicyHash.Length)]}");
        if (Attempts(gate) is { } attempts)
        {
            yield return new GateLine("attempt", attempts, IsWarning: true);
        }

        if (gate.WaiverAt(now) is { } held)
        {
            yield return new GateLine("WAIVED", Waiver(held.Waiver, held.Record, gate.Record), IsWarning: true);
        }
        else if (gate.Attempts.SelectMany(a => a.Waivers.Select(w => (Given: a, Waiver: w))).OrderByDescending(w => w.Waiver.At).Take(1).ToArray() is [var (given, old)])
        {
            // One that would still hold was given for other evidence.
            var why = given.WaiverAt(now) is null ? "is over" : $"was given for other evidence (decision {given.Id}) and does not hold here";
            yield return new GateLine("waiver", $"by {old.By}, {Until(old)}, {why}: {old.Reason}");
        }
    }

    /// <summary>Earlier attempts by verdict, or null where there are none.</summary>
    public static string? Attempts(DecidedGate gate)
    {
        var earlier = gate.Earlier.ToList();
        return earlier.Count == 0
            ? null
            : $"{gate.Record.Attempt} at this gate with the same policy, baseline and candidate; before: "
                + string.Join(", ", earlier.GroupBy(e => e.Verdict).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.Word()}"))
                + " (trying until it is green makes a pass worth less)";
    }

    public static string Waiver(GateWaiver waiver, GateRecord given, GateRecord shown) =>
        $"by {waiver.By} on {Figures.Time(waiver.At)}, {Until(waiver)}{(given.Id == shown.Id ? "" : $" (decision {given.Id})")}: {waiver.Reason}";

    // A waiver ends with a day; its last one is what people name.
    private static string Until(GateWaiver waiver) => waiver.Until is { } until
        ? $"until the end of {until.UtcDateTime.AddTicks(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
        : "for good";

    private static string? Detectable(DecidedGate gate)
    {
        var known = gate.Decision.Suites.Where(s => s.DetectableEffect is not null)
            .Select(s => $"{GateFigures.AmountWithUnit(s.DetectableEffect!.Value, s.MetricId)} on {s.SuiteName}").ToList();
        var power = GatePolicyFile.Parse(gate.Record.PolicyText, gate.Record.Gate).Power;
        return known.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"losses from {string.Join(", ", known)} (with a power of {power * 100:0.#} %)");
    }

    private static string Evidence(GateRecord record)
    {
        string Side(GateSide side) => string.Join(", ", record.Evidence.Where(e => e.Side == side)
            .Select(e => e.ArchiveFile is { } file ? file : $"run {e.RunId}").Distinct(StringComparer.Ordinal)) is { Length: > 0 } found ? found : "none";
        return $"baseline: {Side(GateSide.Baseline)}; candidate: {Side(GateSide.Candidate)}";
    }
}
