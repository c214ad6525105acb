using Eval.Core.Statistics;

namespace Eval.Core.Comparisons;

/// <summary>
/// Everything that is compared at once. The p values are adjusted together by Holm's method, because a long list of comparisons always holds a small
/// p by chance.
/// </summary>
public sealed record Comparison
{
    /// <summary>The pairs of cells, in the order they were given.</summary>
    public required IReadOnlyList<CellComparison> Cells { get; init; }

    /// <summary>Confidence of the two-sided intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>How many comparisons were adjusted together.</summary>
    public int Family => Cells.Sum(c => c.Scores.Count);

    /// <summary>Compares pairs of cells.</summary>
    /// <param name="pairings">The pairs.</param>
    /// <param name="slices">Whether every metric is also compared slice by slice.</param>
    /// <param name="confidence">Confidence of the two-sided intervals, above 0 and below 1.</param>
    public static Comparison Of(IReadOnlyList<CellPairing> pairings, bool slices, double confidence)
    {
        var cells = pairings.Select(p => new CellComparison(p, [.. p.Metrics.Select(m => m.Scores).OfType<PairedScores>()
            .SelectMany(s => Compare(s, slices, confidence))])).ToList();
        var adjusted = MultipleTesting.Adjust([.. cells.SelectMany(c => c.Scores).Select(s => s.Difference.PValue)], Correction.Holm);
        var next = 0;
        return new Comparison
        {
            Confidence = confidence,
            Cells = [.. cells.Select(c => c with { Scores = [.. c.Scores.Select(s => s with { AdjustedP = adjusted[next++] })] })],
        };
    }

    private static IEnumerable<ScoreComparison> Compare(PairedScores scores, bool slices, double confidence)
    {
        yield return ScoreComparison.Of(scores, null, confidence);
        foreach (var slice in slices ? scores.Slices.Keys : [])
        {
            yield return ScoreComparison.Of(scores.Slice(slice), slice, confidence);
        }
    }
}

/// <summary>Two cells compared.</summary>
/// <param name="Pairing">The cells, whether they may be compared, and their paired scores.</param>
/// <param name="Scores">One entry per paired metric, each followed by its slices where they were asked for.</param>
public sealed record CellComparison(CellPairing Pairing, IReadOnlyList<ScoreComparison> Scores);
