namespace Eval.Core.Ratings.Raters;

/// <summary>
/// Finds raters whose votes lean where the others' do not: the product of 1/(2p) over a rater's votes, p being the probability by the others' votes of one that leans as far,
/// passes 20 (the rule of FastChat and of arXiv:2403.04132; at least five votes, the first hundred). A vote that leans has p = (k + 1)/(n + 1), where k of the n other
/// decided votes on the two models say the same; one that does not has p = 1. Ties, and pairs that nobody else decided, say nothing. The expected factor of an honest vote is at
/// most 1, so that an honest rater is flagged in one direction with a probability of at most 1/20 (Ville).
/// </summary>
/// <remarks>
/// FastChat leans by the alphabet of the names. That says little: a rater who clicks at random among clear cases is drawn back by every second pair. Here votes lean against
/// the others' majority, or towards a place on the screen: the two things that careless and mechanical voters do.
/// </remarks>
internal static class RaterAnomalies
{
    /// <summary>The product that flags.</summary>
    public const double Bound = 20;

    /// <summary>Decided votes that a rater must have to be looked at.</summary>
    public const int LeastVotes = 5;

    /// <summary>Votes that are looked at.</summary>
    public const int MostVotes = 100;

    public static (Dictionary<int, RaterAnomaly> Anomalies, int Checked) Of(RaterVotes votes, int raters)
    {
        var total = new Dictionary<(int Low, int High), (int Lower, int Higher)>();
        var own = new Dictionary<(int Low, int High), (int Lower, int Higher)>[raters];
        foreach (var vote in votes.All.Where(v => v.IsDecided))
        {
            Count(total, vote);
            Count(own[vote.Rater] ??= [], vote);
        }

        var (found, looked) = (new Dictionary<int, RaterAnomaly>(), 0);
        foreach (var rater in votes.All.Where(v => v.IsDecided).GroupBy(v => v.Rater))
        {
            if (rater.Skip(LeastVotes - 1).Any())
            {
                looked++;
                if (Look(rater, total, own[rater.Key]) is { } anomaly)
                {
                    found[rater.Key] = anomaly;
                }
            }
        }

        return (found, looked);
    }

    private static RaterAnomaly? Look(
        IEnumerable<RaterVotes.Vote> votes, Dictionary<(int Low, int High), (int Lower, int Higher)> total, Dictionary<(int Low, int High), (int Lower, int Higher)> own)
    {
        Span<double> products = [1, 1, 1];
        var count = 0;
        foreach (var vote in votes.Take(MostVotes))
        {
            count++;
            var (all, mine) = (total[(vote.Low, vote.High)], own[(vote.Low, vote.High)]);
            var (lower, higher) = (all.Lower - mine.Lower, all.Higher - mine.Higher);
            if (lower + higher == 0)
            {
                continue;
            }

            var forHigher = vote.Verdict == RaterVotes.Verdict.Higher;
            var alike = forHigher ? higher : lower;
            var p = (alike + 1.0) / (lower + higher + 1);
            var forFirst = forHigher == vote.HighFirst;
            products[(int)AnomalyDirection.AgainstOthers] *= Factor(alike * 2 < lower + higher, p);
            products[(int)AnomalyDirection.First] *= Factor(forFirst, p);
            products[(int)AnomalyDirection.Second] *= Factor(!forFirst, p);
            for (var direction = 0; count >= LeastVotes && direction < products.Length; direction++)
            {
                if (products[direction] > Bound)
                {
                    return new RaterAnomaly((AnomalyDirection)direction, products[direction], count);
                }
            }
        }

        return null;
    }

    private static double Factor(bool leans, double p) => leans ? 1 / (2 * p) : 0.5;

    private static void Count(Dictionary<(int Low, int High), (int Lower, int Higher)> counts, RaterVotes.Vote vote)
    {
        var (lower, higher) = counts.GetValueOrDefault((vote.Low, vote.High));
        counts[(vote.Low, vote.High)] = vote.Verdict == RaterVotes.Verdict.Lower ? (lower + 1, higher) : (lower, higher + 1);
    }
}
