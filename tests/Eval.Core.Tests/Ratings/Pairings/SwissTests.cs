using Eval.Core.Ratings.Pairings;

namespace Eval.Core.Tests.Ratings.Pairings;

public class SwissTests
{
    [Theory]
    [InlineData(12, 100, 100)]
    [InlineData(9, 100, 30)]
    [InlineData(7, 60, 1)]
    [InlineData(5, 200, 17)]
    public void Next_EveryRound_LetsAllModelsPlayAboutEquallyOften(int models, int prompts, int size)
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(models, 500), prompts) { RoundSize = size };
        foreach (var played in tournament.Rounds(new Swiss(), 4, prompts * models / 2))
        {
            var battles = new int[models];
            foreach (var p in played)
            {
                battles[p.A]++;
                battles[p.B]++;
            }

            (battles.Max() - battles.Min()).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void Next_OddNumberOfModels_NobodySitsOutTwiceBeforeAllDid()
    {
        // One match day is a round here: 7 models, 3 tables.
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(7, 800), 100) { RoundSize = 3 };
        var played = tournament.Play(new Swiss(), 2, 210);

        var sitting = played.Chunk(3).Select(day => Enumerable.Range(0, 7).Except(day.SelectMany(p => new[] { p.A, p.B })).Single()).ToList();

        sitting.Count.ShouldBe(70);
        sitting.Chunk(7).ShouldAllBe(seven => seven.Distinct().Count() == 7);
    }

    [Fact]
    public void Next_SpreadStrengths_LetsLikeMeetLike()
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(12, 500), 200) { RoundSize = 6 };

        var swiss = Distance(tournament.Play(new Swiss(), 1, 900));
        var all = Distance(tournament.Play(new RoundRobin(), 1, 900));

        all.ShouldBe(13.0 / 3, 0.1);
        swiss.ShouldBeLessThan(0.75 * all);

        static double Distance(IEnumerable<PlayedPairing> played) => played.Skip(300).Average(p => (double)Math.Abs(p.A - p.B));
    }

    [Fact]
    public void Next_LongTournament_AllModelsStayConnected()
    {
        var tournament = new SimulatedTournament(SimulatedTournament.Spread(10, 2000), 300) { RoundSize = 50 };

        var pairs = tournament.Play(new Swiss(), 1, 1500).Select(p => (Math.Min(p.A, p.B), Math.Max(p.A, p.B))).ToHashSet();

        // Neighbours have met, and more than neighbours.
        Enumerable.Range(0, 9).Count(i => pairs.Contains((i, i + 1))).ShouldBe(9);
        pairs.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Next_Prompts_AreUsedEquallyOften()
    {
        var played = new SimulatedTournament(SimulatedTournament.Spread(9, 400), 50) { RoundSize = 40 }.Play(new Swiss(), 6, 520);

        var uses = played.CountBy(p => p.Prompt).Select(c => c.Value).ToList();
        uses.Count.ShouldBe(50);
        (uses.Max() - uses.Min()).ShouldBeLessThanOrEqualTo(1);
    }
}
