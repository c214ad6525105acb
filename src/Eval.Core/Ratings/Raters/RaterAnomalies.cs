namespace Eval.Core.Ratings.Raters;

/// <summary>
/// Finds raters whose votes lean where the others' do not: the product of 1/(2p) over a rater's votes, p being the probability by the others' votes of one that leans as far,
/// passes 20 (the rule of FastChat and of arXiv:2403.04132; at least five votes, the first hundred). One that does not lean has p = 1. Of an honest rater, who votes on a pair of
/// models as the others do, these votes are a draw without replacement from all votes on the pair, his own among them: p of his next vote is the share, among the others' votes
/// and those of his that are still to come, that say the same. That is its exact probability, however few votes the others cast; so the expected factor is at most 1 given all
/// before it, and an honest rater is flagged in one direction with a probability of at most 1/20 (Ville). Counting the others' votes alone would take their chance majority for
/// the truth at each of his votes anew. Ties say nothing, nor do votes that cannot but come out as they do.
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
        foreach (var vote in votes.All.Where(v => v.IsDecided))
        {
            Count(total, vote, 1);
        }

        var (found, looked) = (new Dictionary<int, RaterAnomaly>(), 0);
        foreach (var rater in votes.All.Where(v => v.IsDecided).GroupBy(v => v.Rater))
        {
            if (rater.Skip(LeastVotes - 1).Any())
            {
                looked++;
                if (Look([.. rater], total) is { } anomaly)
                {
                    found[rater.Key] = anomaly;
                }
            }
        }

        return (found, looked);
    }

    private static RaterAnomaly? Look(RaterVotes.Vote[] votes, Dictionary<(int Low, int High), (int Lower, int Higher)> total)
    {
        // What is left of the votes on a pair: the others' and the rater's own, less those looked at. Own votes that are never looked at would only thin the evidence.
        var left = new Dictionary<(int Low, int High), (int Lower, int Higher)>();
        foreach (var vote in votes)
        {
            left[(vote.Low, vote.High)] = total[(vote.Low, vote.High)];
        }

        foreach (var vote in votes.Skip(MostVotes))
        {
            Count(left, vote, -1);
        }

        Span<double> products = [1, 1, 1];
        var count = 0;
        foreach (var vote in votes.Take(MostVotes))
        {
            count++;
            var (lower, higher) = left[(vote.Low, vote.High)];
            Count(left, vote, -1);
            if (lower == 0 || higher == 0)
            {
                continue;
            }

            var forHigher = vote.Verdict == RaterVotes.Verdict.Higher;
            var alike = forHigher ? higher : lower;
            var p = (double)alike / (lower + higher);
            var forFirst = forHigher == vote.HighFirst;
            products[(int)AnomalyDirection.AgainstOthers] *= lower == higher ? 1 : Factor(alike * 2 < lower + higher, p);
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

    private static void Count(Dictionary<(int Low, int High), (int Lower, int Higher)> counts, RaterVotes.Vote vote, int change)
    {
        var (lower, higher) = counts.GetValueOrDefault((vote.Low, vote.High));
        counts[(vote.Low, vote.High)] = vote.Verdict == RaterVotes.Verdict.Lower ? (lower + change, higher) : (lower, higher + change);
    }
}
