using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Raters;

/// <summary>Compares raters.</summary>
public static class RaterReports
{
    private const int Draws = 1000;

    /// <summary>
    /// The report. Votes are held in memory. Of several votes of one rater on one battle the first counts for agreement: a rater does not agree with himself.
    /// </summary>
    /// <param name="names">Names of the raters.</param>
    /// <param name="votes">The votes, in order.</param>
    /// <param name="hasPrompts">False where nothing tells which votes are about the same battle.</param>
    /// <param name="confidence">Confidence of the interval of alpha.</param>
    /// <param name="seed">Seed of its bootstrap.</param>
    public static RaterReport Of(IReadOnlyList<string> names, IEnumerable<RaterVote> votes, bool hasPrompts, double confidence = 0.95, int seed = 17)
    {
        var all = new RaterVotes(votes);
        var counts = new (long Votes, long Pairs, long Alike)[names.Count];
        foreach (var vote in all.All)
        {
            counts[vote.Rater].Votes++;
        }

        var units = all.All.Where(v => v.Prompt >= 0).GroupBy(v => (v.Prompt, v.Low, v.High))
            .Select(g => g.DistinctBy(v => v.Rater).ToArray()).Where(u => u.Length > 1).ToList();
        units.ForEach(u => AddPairs(u, counts));
        var (pairs, alike) = (counts.Sum(c => c.Pairs) / 2, counts.Sum(c => c.Alike) / 2);
        var (anomalies, looked) = RaterAnomalies.Of(all, names.Count);
        var (alpha, interval) = Alpha(units, confidence, seed);
        return new RaterReport
        {
            Raters =
            [
                .. Enumerable.Range(0, names.Count).Where(r => counts[r].Votes > 0).OrderByDescending(r => counts[r].Votes).ThenBy(r => r)
                    .Select(r => new RaterRow(r, names[r], counts[r].Votes, counts[r].Pairs, Share(counts[r].Alike, counts[r].Pairs), anomalies.GetValueOrDefault(r))),
            ],
            Votes = all.All.Count,
            SharedBattles = units.Count,
            Pairs = pairs,
            Agreement = Share(alike, pairs),
            Alpha = alpha,
            AlphaInterval = interval,
            Confidence = confidence,
            Reason = !hasPrompts ? "no column says which prompt a vote is about, so nothing tells which votes are about the same battle"
                : units.Count == 0 ? "no battle was voted on by two raters" : null,
            Checked = looked,
        };
    }

    private static void AddPairs(RaterVotes.Vote[] unit, (long Votes, long Pairs, long Alike)[] counts)
    {
        foreach (var vote in unit)
        {
            counts[vote.Rater].Pairs += unit.Length - 1;
            counts[vote.Rater].Alike += unit.Count(o => o.Verdict == vote.Verdict) - 1;
        }
    }

    // Alpha is a function of the coincidences' sums, so that battles can be drawn with replacement.
    private static (double? Alpha, Interval? Interval) Alpha(List<RaterVotes.Vote[]> units, double confidence, int seed)
    {
        const int Kinds = 4;
        double[] scale = [0, 1, 2, 3];
        var tables = units.Select(unit =>
        {
            var table = new double[Kinds * Kinds];
            for (var a = 0; a < unit.Length; a++)
            {
                for (var b = 0; b < unit.Length; b++)
                {
                    table[((int)unit[a].Verdict * Kinds) + (int)unit[b].Verdict] += a == b ? 0 : 1.0 / (unit.Length - 1);
                }
            }

            return table;
        }).ToList();

        double Of(double[] sums)
        {
            var square = new double[Kinds, Kinds];
            Buffer.BlockCopy(sums, 0, square, 0, sums.Length * sizeof(double));
            return KrippendorffAlpha.OfCoincidences(scale, square, MeasurementLevel.Nominal);
        }

        double[] Sum(IEnumerable<double[]> some)
        {
            var sums = new double[Kinds * Kinds];
            foreach (var table in some)
            {
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += table[i];
                }
            }

            return sums;
        }

        var alpha = tables.Count == 0 ? double.NaN : Of(Sum(tables));
        if (double.IsNaN(alpha))
        {
            return (null, null);
        }

        // Fewer draws of a long list: they differ less there.
        var random = SeededRandom.For(seed, "rater agreement");
        var draws = Enumerable.Range(0, (int)Math.Clamp(50_000_000L / tables.Count, 200, Draws))
            .Select(_ => Of(Sum(Enumerable.Range(0, tables.Count).Select(_ => tables[random.Next(tables.Count)])))).Where(double.IsFinite).Order().ToArray();
        return (alpha, tables.Count < 5 || draws.Length < 100 ? null
            : new Interval(Quantile.OfSorted(draws, (1 - confidence) / 2), Quantile.OfSorted(draws, (1 + confidence) / 2)));
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
