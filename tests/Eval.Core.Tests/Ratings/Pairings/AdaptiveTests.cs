using Eval.Core.Ratings.Pairings;

namespace Eval.Core.Tests.Ratings.Pairings;

public class AdaptiveTests
{
    [Fact]
    public void Next_FirstBattles_ConnectAllModelsEquallyOften()
    {
        var planned = new Adaptive().Next(new SimulatedTournament(new double[9], 40) { RoundSize = 27 }.State(0, 3, []));

        planned.Take(9).SelectMany(p => new[] { p.A, p.B }).CountBy(m => m).ShouldAllBe(c => c.Value == 2);
        var reached = new HashSet<int> { 0 };
        while (planned.Take(9).Any(p => reached.Contains(p.A) != reached.Contains(p.B)))
        {
            reached.UnionWith(planned.Take(9).Where(p => reached.Contains(p.A) || reached.Contains(p.B)).SelectMany(p => new[] { p.A, p.B }));
        }

        reached.Count.ShouldBe(9);
        planned.SelectMany(p => new[] { p.A, p.B }).CountBy(m => m).ShouldAllBe(c => c.Value == 6);
        planned.ShouldAllBe(p => p.Probability == 1 / 36.0);
    }

    [Fact]
    public void Next_Contrast_PlaysItsPairAndKeepsAllOthersPossible()
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(12, 400), 3000) { RoundSize = 200, Contrast = (4, 5) };

        var drawn = tournament.Play(new Adaptive(), 7, 2000).Skip(36).ToList();

        var direct = drawn.Count(p => (p.A, p.B) == (4, 5));
        (direct / (double)drawn.Count).ShouldBe(0.9, 0.03);
        drawn.ShouldAllBe(p => p.Probability >= 0.1 / 66 && p.Probability <= 0.9 + (0.1 / 66) + 1e-12);
        drawn.CountBy(p => (p.A, p.B)).Count().ShouldBeGreaterThan(55);
    }

    [Fact]
    public void Next_StoredProbabilities_AreThoseOfTheDraws()
    {
        // The state is the same for all seeds, so the shares of the pairs over seeds are the probabilities stored with them.
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(5, 300), 100) { RoundSize = 1, Contrast = (1, 2) };
        var played = tournament.Play(new Adaptive(), 1, 60);
        var draws = Enumerable.Range(0, 4000).Select(seed => new Adaptive().Next(tournament.State(60, seed, played))[0]).ToList();

        foreach (var pair in draws.GroupBy(p => (p.A, p.B)))
        {
            pair.ShouldAllBe(p => p.Probability == pair.First().Probability);
            (pair.Count() / 4000.0).ShouldBe(pair.First().Probability, 4 * Math.Sqrt(pair.First().Probability / 4000));
        }

        draws.DistinctBy(p => (p.A, p.B)).Sum(p => p.Probability).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Next_WholeTable_AvoidsLopsidedPairs()
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(8, 1400), 3000) { RoundSize = 100 };

        var drawn = tournament.Play(new Adaptive(), 7, 1600).Skip(400).ToList();

        drawn.Count(p => Math.Abs(p.A - p.B) <= 2).ShouldBeGreaterThan((int)(0.75 * drawn.Count));
    }

    [Fact]
    public void Next_PairNobodyCanDecide_IsLeftAlone()
    {
        var tournament = new SimulatedTournament(new double[4], 500) { RoundSize = 50, Contrast = (0, 1) };
        var played = Enumerable.Range(0, 60).Select(i => new PlayedPairing(0, 1, i, null, 0.5)).ToList();

        var next = new Adaptive().Next(tournament.State(3, 1, played));

        next.Count(p => (p.A, p.B) == (0, 1)).ShouldBeLessThan(10);
    }

    [Fact]
    public void Next_Prompts_AreUsedEquallyOften()
    {
        var played = new SimulatedTournament(SimulatedTournament.Spread(9, 400), 60) { RoundSize = 45 }.Play(new Adaptive(), 6, 600);

        var uses = played.CountBy(p => p.Prompt).Select(c => c.Value).ToList();
        uses.Count.ShouldBe(60);
        (uses.Max() - uses.Min()).ShouldBeLessThanOrEqualTo(2);
    }
}
