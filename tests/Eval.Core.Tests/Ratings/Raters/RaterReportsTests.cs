using Eval.Core.Ratings;
using Eval.Core.Ratings.Raters;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings.Raters;

public class RaterReportsTests
{
    private static readonly string[] Names = ["ann", "bob", "eve"];

    [Fact]
    public void Of_SharedBattles_CountsPairsInBothOrdersAlike()
    {
        RaterVote[] votes =
        [
            Vote(0, 1, 0, 1, BattleOutcome.AWins), Vote(1, 1, 1, 0, BattleOutcome.BWins), Vote(2, 1, 0, 1, BattleOutcome.Tie),
            Vote(0, 2, 0, 1, BattleOutcome.BothBad), Vote(1, 2, 0, 1, BattleOutcome.Tie),
            Vote(0, 3, 0, 1, BattleOutcome.AWins), Vote(0, 3, 0, 1, BattleOutcome.BWins), Vote(1, 3, 0, 2, BattleOutcome.AWins),
        ];
        var report = RaterReports.Of(Names, votes, hasPrompts: true);
        (report.Votes, report.SharedBattles, report.Pairs).ShouldBe((8, 2, 4));
        report.Agreement!.Value.ShouldBe(0.25, 1e-12);
        report.Raters.Select(r => (r.Name, r.Votes, r.Pairs)).ShouldBe([("ann", 4, 3), ("bob", 3, 3), ("eve", 1, 2)]);
        report.Raters[0].Agreement!.Value.ShouldBe(1.0 / 3, 1e-12);
        report.Raters[2].Agreement.ShouldBe(0);

        // The same alpha as from the units themselves: kinds 0 (the lower one wins), 2 (a tie), 3 (both bad).
        report.Alpha!.Value.ShouldBe(KrippendorffAlpha.Of([[0, 0, 2], [3, 2]], MeasurementLevel.Nominal), 1e-12);
    }

    [Theory]
    [InlineData(false, "no column says")]
    [InlineData(true, "no battle was voted on by two raters")]
    public void Of_NothingShared_SaysWhy(bool hasPrompts, string reason)
    {
        var report = RaterReports.Of(Names, [Vote(0, hasPrompts ? 1 : -1, 0, 1, BattleOutcome.AWins), Vote(1, -1, 0, 1, BattleOutcome.AWins)], hasPrompts);
        report.Agreement.ShouldBeNull();
        report.Alpha.ShouldBeNull();
        report.Reason!.ShouldContain(reason);
    }

    [Fact]
    public void Of_SameVotesAgain_GivesTheSameIntervalAroundAlpha()
    {
        RaterVote[] votes = [.. Simulated(new SeededRandom(5), 4, 60, (_, favourite, _) => favourite)];
        string[] names = [.. Enumerable.Range(0, 4).Select(i => $"r{i}")];
        var (one, two) = (RaterReports.Of(names, votes, true), RaterReports.Of(names, votes, true));
        one.AlphaInterval.ShouldBe(two.AlphaInterval);
        one.AlphaInterval!.Value.Contains(one.Alpha!.Value).ShouldBeTrue();
    }

    [Fact]
    public void Of_HonestRaters_AreSeldomFlaggedAndOddOnesAre()
    {
        // Raters 0 to 37 vote as the models' strengths say; 38 clicks on what stands first, 39 votes against the likelier one.
        var (flagged, odd, clickers, rounds) = (0, 0, 0, TestRounds.Of(100));
        for (var round = 0; round < rounds; round++)
        {
            var report = RaterReports.Of(
                [.. Enumerable.Range(0, 40).Select(i => $"r{i}")],
                Simulated(new SeededRandom((ulong)round), 40, 60, (rater, favourite, first) => rater switch { 38 => first, 39 => !favourite, _ => favourite }),
                hasPrompts: true);
            report.Checked.ShouldBe(40);
            flagged += report.Anomalous.Count(r => r.Rater < 38);
            odd += report.Anomalous.Count(r => r.Rater == 38 || (r.Rater, r.Anomaly!.Direction) is (39, AnomalyDirection.AgainstOthers));
            clickers += report.Anomalous.Count(r => (r.Rater, r.Anomaly!.Direction) is (38, AnomalyDirection.First));
            report.Anomalous.ShouldAllBe(r => r.Anomaly!.Evidence > 20 && r.Anomaly.Votes >= 5 && r.Anomaly.Votes <= 100);
        }

        // One who clicks on the first also votes against the others half of the time: either may show before the other.
        // Sixty votes do not always show it: 197 of 200 in a hundred rounds.
        odd.ShouldBeGreaterThanOrEqualTo((int)Math.Floor(1.9 * rounds));
        clickers.ShouldBeGreaterThan(rounds / 2);
        (flagged / (38.0 * rounds)).ShouldBeLessThan(0.15);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    public void Of_FewVotesOfOthersOnEqualModels_FlagAnHonestRaterInOneOfTwentyAtMost(int others)
    {
        // The others' few votes are the measure of all hundred: a chance majority among three of them must not make a coin an offender.
        var rounds = TestRounds.Of(4000);
        var flagged = new int[Enum.GetValues<AnomalyDirection>().Length];
        var random = new SeededRandom((ulong)others);
        for (var round = 0; round < rounds; round++)
        {
            var votes = Enumerable.Range(0, 100 + others).Select(i => new RaterVote(i < 100 ? 0 : 1, -1, Coin(random))).ToArray();
            if (RaterReports.Of(Names, votes, hasPrompts: false).Raters.Single(r => r.Rater == 0).Anomaly is { } anomaly)
            {
                flagged[(int)anomaly.Direction]++;
            }
        }

        // Four standard errors of the simulation.
        flagged.ShouldAllBe(f => f <= (0.05 * rounds) + (4 * Math.Sqrt(0.05 * 0.95 * rounds)));
    }

    [Fact]
    public void Of_ContraryRaterOfOnePair_IsFlagged()
    {
        // Others: 150 votes, four of five for model 0. The rater: thirty votes for model 1.
        var random = new SeededRandom(3);
        var others = Enumerable.Range(0, 150).Select(_ => new RaterVote(1, -1, new Battle(0, 1, random.NextDouble() < 0.8 ? BattleOutcome.AWins : BattleOutcome.BWins)));
        var own = Enumerable.Range(0, 30).Select(_ => new RaterVote(0, -1, new Battle(0, 1, BattleOutcome.BWins)));
        RaterReports.Of(Names, [.. others, .. own], hasPrompts: false).Raters.Single(r => r.Rater == 0).Anomaly!.Direction.ShouldBe(AnomalyDirection.AgainstOthers);
    }

    [Fact]
    public void Of_FourVotes_AreTooFewToBeLookedAt()
    {
        var votes = Enumerable.Range(0, 40).Select(i => Vote(0, i, 0, 1, BattleOutcome.AWins))
            .Concat(Enumerable.Range(0, 4).Select(i => Vote(1, i, 0, 1, BattleOutcome.BWins)));
        RaterReports.Of(Names, votes, true).Checked.ShouldBe(1);
    }

    // Five models; the stronger one of a pair is voted for in four cases of five, unless a rater has other ideas. The choice is given whom an honest vote favours and whether
    // the lower-numbered model stands first.
    private static IEnumerable<RaterVote> Simulated(SeededRandom random, int raters, int votes, Func<int, bool, bool, bool> lowerWins)
    {
        for (var rater = 0; rater < raters; rater++)
        {
            for (var i = 0; i < votes; i++)
            {
                var low = random.Next(4);
                var high = low + 1 + random.Next(4 - low);
                var (turned, honest) = (random.Next(2) == 0, random.NextDouble() < 0.8);
                var lower = lowerWins(rater, honest, !turned);
                var outcome = lower != turned ? BattleOutcome.AWins : BattleOutcome.BWins;
                yield return new RaterVote(rater, i, turned ? new Battle(high, low, outcome) : new Battle(low, high, outcome));
            }
        }
    }

    private static Battle Coin(SeededRandom random)
    {
        var a = random.Next(2);
        return new Battle(a, 1 - a, random.Next(2) == 0 ? BattleOutcome.AWins : BattleOutcome.BWins);
    }

    private static RaterVote Vote(int rater, int prompt, int a, int b, BattleOutcome outcome) => new(rater, prompt, new Battle(a, b, outcome));
}
