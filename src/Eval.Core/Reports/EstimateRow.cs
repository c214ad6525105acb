using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Core.Reports;

/// <summary>One line of results: a candidate's estimate of a metric on a suite (or of one slice), or why there is none.</summary>
public sealed record EstimateRow(StoredCell Cell, string MetricId, string? Slice, Estimate? Estimate)
{
    /// <summary>Lines in groups of the same suite, metric and slice, candidates in the plan's order, so that they can be compared.</summary>
    public static IReadOnlyList<IReadOnlyList<EstimateRow>> Group(StoredRun run, bool slices)
    {
        var groups = new List<IReadOnlyList<EstimateRow>>();
        foreach (var suite in run.Cells.GroupBy(c => c.SuiteName, StringComparer.Ordinal))
        {
            var keys = suite.SelectMany(c => c.Estimates).Where(e => slices || e.Slice is null).Select(e => (e.MetricId, e.Slice)).Distinct().ToList();
            foreach (var (metric, slice) in keys)
            {
                groups.Add([.. suite.Select(c => new EstimateRow(
                    c, metric, slice, c.Estimates.FirstOrDefault(e => e.MetricId == metric && e.Slice == slice)))]);
            }

            if (keys.Count == 0)
            {
                groups.Add([.. suite.Select(c => new EstimateRow(c, "", null, null))]);
            }
        }

        return groups;
    }

    /// <summary>How the metric's values are shown.</summary>
    public MetricFormat Format => MetricNames.FormatOf(MetricId);

    /// <summary>The value with its unit.</summary>
    public string Value => Estimate is null ? Figures.None : Figures.Value(Estimate, Format);

    /// <summary>The interval, without a unit.</summary>
    public string Interval => Estimate is null ? Figures.None : Figures.Interval(Estimate, Format);

    /// <summary>Samples scored.</summary>
    public string N => Figures.Count(Estimate?.N ?? 0);

    /// <summary>Coverage where it is below 100 %, with the bounds; otherwise empty.</summary>
    public string Coverage => Estimate is { Coverage: < 1 } e ? Figures.Percent(e.Coverage) : "";

    /// <summary>What the reader must know, one remark each.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            var notes = new List<string>();
            if (Estimate is null)
            {
                notes.Add(Cell.SkipReason is { } reason ? $"skipped: {reason}" : "nothing scored");
            }
            else if (Estimate is { BoundLow: { } low, BoundHigh: { } high, Coverage: < 1 })
            {
                notes.Add($"{Figures.Interval(Estimate with { Low = low, High = high }, Format)} with the missing ones");
            }

            // An estimate's own notes are kept joined; a reason is one remark, whatever stands in it.
            notes.AddRange(Estimate?.Note?.Split("; ", StringSplitOptions.RemoveEmptyEntries) ?? []);
            return notes;
        }
    }
}
