using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Pairings;

/// <summary>
/// The pair whose battle takes most off the variance of what is asked for: of one difference, or of all. Every tenth pairing on average is drawn from all
/// pairs alike instead, so that none is ever out of the game and a wrong first impression mends itself. The first 3 battles per model go round in circles, in
/// which all hang together. How it was chosen and what it saves: <c>DECISION-pairing.md</c>.
/// </summary>
/// <remarks>
/// w(c'Vu)²/(1 + w·u'Vu) with w = p(1 − p)(1 − share of ties) is the exact drop of a contrast's variance for a battle of known p. The paper behind Chatbot
/// Arena draws pairs in proportion to such a drop (W.-L. Chiang et al., ICML 2024); taking the best one gets to the same variance with fewer battles.
/// </remarks>
internal sealed class Adaptive : IPairingPolicy
{
    /// <summary>Share of the pairings that are drawn from all pairs alike.</summary>
    internal const double Uniform = 0.1;

    /// <summary>Circles, of one battle per model each, before anything is taken from results.</summary>
    internal const int Circles = 3;

    /// <summary>Drops that differ by less than this part are the same: rounding, which machines may do differently, decides nothing.</summary>
    private const double Tolerance = 1e-9;

    public string Name => "adaptive";

    public string Description => "the pair that most reduces the variance of one difference, or of all";

    public bool IsAdaptive => true;

    public bool NeedsBaseline => false;

    public long Total(int models, int prompts) => (long)models * (models - 1) / 2 * prompts;

    public IReadOnlyList<PlannedPairing> Next(PairingState state)
    {
        var meetings = new Meetings(state);
        var fit = PlanningFit.Of(state.Models, state.Played);
        var variance = new PlannedVariance(fit.Covariance(), state.Contrast);
        var random = SeededRandom.For(state.Seed, $"adaptive round {state.Round}");
        var circle = BalancedOrder.SeededOrder(state.Models, state.Seed, "arena models");
        var pairs = Candidates(state, fit);
        var gains = new double[pairs.Count];
        var planned = new List<PlannedPairing>();
        pairs.RemoveAll(p => !meetings.CanMeet(p.A, p.B));
        while (planned.Count < state.RoundSize && pairs.Count > 0)
        {
            var (pair, probability) = FromCircle(circle, meetings) is { } next
                ? (pairs.Find(p => (p.A, p.B) == next), 1.0 / Total(state.Models, 1))
                : Draw(pairs, variance, random, gains);
            planned.Add(meetings.Plan(pair.A, pair.B, probability));
            variance.Add(pair.A, pair.B, pair.Information);
            if (!meetings.CanMeet(pair.A, pair.B))
            {
                pairs.Remove(pair);
            }
        }

        return planned;
    }

    /// <summary>All pairs with the information that a battle of theirs is expected to yield; less where judges could often not decide.</summary>
    private static List<Candidate> Candidates(PairingState state, PlanningFit fit)
    {
        var (asked, decided) = (new int[state.Models * state.Models], new int[state.Models * state.Models]);
        foreach (var played in state.Played)
        {
            var place = (Math.Min(played.A, played.B) * state.Models) + Math.Max(played.A, played.B);
            asked[place]++;
            decided[place] += played.Score is null ? 0 : 1;
        }

        var pairs = new List<Candidate>();
        for (var a = 0; a < state.Models; a++)
        {
            for (var b = a + 1; b < state.Models; b++)
            {
                var (p, place) = (fit.Probability(a, b), (a * state.Models) + b);
                pairs.Add(new Candidate(a, b, p * (1 - p) * fit.Decisiveness * (decided[place] + 1) / (asked[place] + 1)));
            }
        }

        return pairs;
    }

    /// <summary>
    /// While circles last: the k-th lets each model meet the one k places on in a random order. The first alone connects all. As the order is random, each
    /// pair is as likely as any other at each turn.
    /// </summary>
    private static (int A, int B)? FromCircle(int[] circle, Meetings meetings)
    {
        var (round, place) = Math.DivRem(meetings.Count, circle.Length);
        var step = (int)round + 1;
        if (step > Math.Min(Circles, circle.Length - 1))
        {
            return null;
        }

        var (a, b) = (circle[place], circle[(place + step) % circle.Length]);
        return meetings.CanMeet(a, b) ? (Math.Min(a, b), Math.Max(a, b)) : null;
    }

    private static (Candidate Pair, double Probability) Draw(List<Candidate> pairs, PlannedVariance variance, SeededRandom random, double[] gains)
    {
        var largest = 0.0;
        for (var i = 0; i < pairs.Count; i++)
        {
            gains[i] = variance.Gain(pairs[i].A, pairs[i].B, pairs[i].Information);
            largest = Math.Max(largest, gains[i]);
        }

        var best = new List<int>();
        for (var i = 0; i < pairs.Count; i++)
        {
            if (gains[i] >= largest * (1 - Tolerance))
            {
                best.Add(i);
            }
        }

        var chosen = random.NextDouble() < Uniform ? random.Next(pairs.Count) : best[random.Next(best.Count)];
        return (pairs[chosen], (Uniform / pairs.Count) + (best.Contains(chosen) ? (1 - Uniform) / best.Count : 0));
    }

    private readonly record struct Candidate(int A, int B, double Information);
}
