using Eval.Core.Ratings.Pairings;

namespace Eval.Core.Tests.Ratings.Pairings;

public class BalancedOrderTests
{
    [Theory]
    [InlineData(12, 500, 132)]
    [InlineData(12, 66, 66)]
    [InlineData(7, 10, 21)]
    [InlineData(6, 45, 30)]
    public void Next_RoundRobin_IsBalancedOverPairsModelsAndPromptsInEveryRound(int models, int prompts, int size)
    {
        var tournament = new SimulatedTournament(new double[models], prompts) { RoundSize = size };
        for (var round = 0; round < 10; round++)
        {
            var planned = new RoundRobin().Next(tournament.State(round, 8, []));

            planned.Count.ShouldBe(size);
            Spread(planned.Select(p => (Math.Min(p.A, p.B) * models) + Math.Max(p.A, p.B)), models * (models - 1) / 2).ShouldBeLessThanOrEqualTo(1);
            Spread(planned.SelectMany(p => new[] { p.A, p.B }), models).ShouldBeLessThanOrEqualTo(1);
            Spread(planned.Select(p => p.Prompt), prompts).ShouldBeLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public void Next_Star_IsBalancedOverModelsAndPromptsInEveryRound()
    {
        var tournament = new SimulatedTournament(new double[12], 40) { RoundSize = 50, Baseline = 3 };
        for (var round = 0; round < 8; round++)
        {
            var planned = new Star().Next(tournament.State(round, 8, []));

            planned.ShouldAllBe(p => p.B == 3);
            Spread(planned.Select(p => p.A), 11).ShouldBeLessThanOrEqualTo(1);
            Spread(planned.Select(p => p.Prompt), 40).ShouldBeLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public void Next_FarIntoAVastTournament_IsFoundWithoutWhatCameBefore()
    {
        var state = new PairingState { Models = 100_000, Prompts = 1_000, Round = 1_400_000_000, RoundSize = 3_000, Seed = 1, Played = [] };

        var planned = new RoundRobin().Next(state);

        planned.Count.ShouldBe(3_000);
        planned.ShouldAllBe(p => p.A != p.B && p.A >= 0 && p.A < 100_000 && p.B >= 0 && p.B < 100_000);
        planned.SelectMany(p => new[] { p.A, p.B }).ShouldBeUnique();
        new RoundRobin().Next(state with { Round = 1_666_650_000 }).ShouldBeEmpty();
    }

    private static int Spread(IEnumerable<int> values, int kinds)
    {
        var counts = values.CountBy(v => v).Select(c => c.Value).ToList();
        return counts.Max() - (counts.Count < kinds ? 0 : counts.Min());
    }
}
