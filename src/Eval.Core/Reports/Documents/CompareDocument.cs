using Eval.Core.Comparisons;

namespace Eval.Core.Reports.Documents;

/// <summary>Two sides compared: written by <c>compare</c>. <c>family</c> comparisons were adjusted together by <c>correction</c>.</summary>
public sealed record CompareDocument(
    int Schema, double Confidence, string Correction, int Family, IReadOnlyList<string> Unpaired, IReadOnlyList<CellComparisonEntry> Comparisons)
{
    /// <summary>The document of a comparison.</summary>
    public static CompareDocument Of(Comparison comparison, IReadOnlyList<string> unpaired, Func<CellPairing, ItemDiff?> diff) => new(
        1, comparison.Confidence, "holm", comparison.Family, unpaired, [.. comparison.Cells.Select(c => CellComparisonEntry.Of(c, diff(c.Pairing)))]);
}

/// <summary>One suite of two candidates. Where it is not comparable, <c>refusals</c> names what differs and <c>metrics</c> is empty.</summary>
public sealed record CellComparisonEntry(
    string Suite,
    SideEntry Old,
    SideEntry New,
    bool Comparable,
    IReadOnlyList<KeyDifferenceEntry> Refusals,
    IReadOnlyList<KeyDifferenceEntry> Notes,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<ScoreComparisonEntry> Metrics,
    IReadOnlyList<UnpairedMetricEntry> NotPaired,
    ItemDiffEntry? Items)
{
    /// <summary>The entry of a pair of cells.</summary>
    public static CellComparisonEntry Of(CellComparison cells, ItemDiff? diff) => new(
        cells.Pairing.New.Cell.SuiteName,
        SideEntry.Of(cells.Pairing.Old),
        SideEntry.Of(cells.Pairing.New),
        cells.Pairing.Comparability.IsAllowed,
        [.. cells.Pairing.Comparability.Refusals.Select(KeyDifferenceEntry.Of)],
        [.. cells.Pairing.Comparability.Notes.Select(KeyDifferenceEntry.Of)],
        cells.Pairing.Remarks,
        [.. cells.Scores.Select(ScoreComparisonEntry.Of)],
        [.. cells.Pairing.Metrics.Where(m => m.Scores is null).Select(m => new UnpairedMetricEntry(m.MetricId, m.WhyNot ?? ""))],
        diff is null ? null : ItemDiffEntry.Of(diff));
}

/// <summary>One side. <c>file</c> is the archive that it was read from, or null for the database; <c>filter</c> what selected its samples, or null for all.</summary>
public sealed record SideEntry(
    string Candidate, string Identity, long RunId, string? RunName, string? File, string DefinitionHash, string DataHash, int Planned, int Epochs, int? Limit,
    string? Filter)
{
    /// <summary>The entry of a side.</summary>
    public static SideEntry Of(ComparedCell side) => new(
        side.Cell.CandidateId, side.Cell.ShownIdentity, side.Run.Id, side.Run.Name, side.File, side.Cell.DefinitionHash, side.Cell.DataHash,
        side.Cell.Planned, side.Cell.Epochs, side.Cell.Limit, side.Cell.Filter);
}

/// <summary>Something that is not the same on both sides.</summary>
public sealed record KeyDifferenceEntry(string Key, string? Old, string? New)
{
    /// <summary>The entry of a difference.</summary>
    public static KeyDifferenceEntry Of(KeyDifference difference) => new(difference.Key, difference.Old, difference.New);
}

/// <summary>A metric that is not compared sample by sample.</summary>
public sealed record UnpairedMetricEntry(string Metric, string Reason);

/// <summary>
/// One metric, or one slice of it. Differences are new − old as the metric has it; with <c>logarithmic</c> they are logarithms of new / old, while
/// <c>old</c> and <c>new</c> are the metric's values.
/// </summary>
public sealed record ScoreComparisonEntry(
    string Metric,
    string? Slice,
    bool HigherIsBetter,
    bool Logarithmic,
    string Verdict,
    double? Old,
    double? New,
    double? Difference,
    double? Low,
    double? High,
    double? StandardError,
    string Method,
    double PValue,
    double AdjustedPValue,
    double? Correlation,
    int? OnlyOld,
    int? OnlyNew,
    double? DetectableEffect,
    int N,
    int? Clusters,
    int Planned,
    double Coverage,
    double? BoundLow,
    double? BoundHigh)
{
    /// <summary>The entry of a compared metric.</summary>
    public static ScoreComparisonEntry Of(ScoreComparison c)
    {
        var bounds = c.Scores.Coverage < 1 ? c.Scores.DifferenceBounds : null;
        var verdict = c.Verdict.ToString();
        return new(
            c.Scores.MetricId, c.Slice, c.Scores.HigherIsBetter, c.Scores.ScoresAreLogarithms, char.ToLowerInvariant(verdict[0]) + verdict[1..],
            Finite(c.OldValue), Finite(c.NewValue), Finite(c.Difference.Difference), Finite(c.Difference.Lower), Finite(c.Difference.Upper),
            Finite(c.Difference.StandardError), c.Difference.Method, c.Difference.PValue, c.AdjustedP, Finite(c.Difference.Correlation), c.Difference.OnlyOld,
            c.Difference.OnlyNew, c.DetectableEffect, c.Scores.Count, c.Difference.Clusters, c.Scores.Planned, c.Scores.Coverage, bounds?.Low, bounds?.High);
    }

    // JSON has no NaN and no infinity.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
