using Eval.Core.Judging;
using Eval.Core.Judging.Juries;
using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Tests.Judging.Juries;

public class JuryVerdictTests
{
    [Theory]
    [InlineData(JuryRule.Mean, 3.0, 2, 3, 4)]
    [InlineData(JuryRule.Mean, 3.25, 1, 3, 4, 5)]
    [InlineData(JuryRule.Median, 3.5, 1, 3, 4, 5)]
    [InlineData(JuryRule.Median, 4.0, 1, 4, 5)]
    [InlineData(JuryRule.Majority, 5.0, 5, 1, 5)]
    [InlineData(JuryRule.Majority, 3.0, 1, 3, 5)]
    [InlineData(JuryRule.Majority, 3.0, 2, 2, 4, 4, 5)]
    public void Of_Scores_AreFoldedByTheRule(JuryRule rule, double expected, params int[] scores) =>
        JuryVerdict.Of([.. scores.Select((s, i) => Seat($"j{i}", s))], rule).Score.ShouldBe(expected);

    [Fact]
    public void Of_Scores_TellHowFarTheyAreApart()
    {
        // Scores 2 and 5: the mean is 3.5, the deviation with n − 1 is √(2 × 1.5²) = 2.1213.
        JuryVerdict.Of([Seat("a", 2), Seat("b", 5)], JuryRule.Mean).Spread!.Value.ShouldBe(2.1213, 1e-4);
        JuryVerdict.Of([Seat("a", 2)], JuryRule.Mean).Spread.ShouldBeNull();
    }

    [Fact]
    public void Of_OneJudgeWithoutVerdict_HasNoScoreAndSaysWhose()
    {
        var verdict = JuryVerdict.Of([Seat("a", 5), new SeatVerdict("b", JudgeVerdict.Without(VerdictState.Refused, "I cannot judge this"))], JuryRule.Mean);
        (verdict.Score, verdict.Spread).ShouldBe((null, null));
        verdict.Problem.ShouldBe("judge b refused to judge: I cannot judge this");
        verdict.Seats.Count.ShouldBe(2, "what the others said is kept");
    }

    [Fact]
    public void Of_Criteria_AreFoldedEachByItself()
    {
        var verdict = JuryVerdict.Of([Seat("a", 2, ("x", 1), ("y", 3)), Seat("b", 4, ("x", 5), ("y", 3))], JuryRule.Mean);
        verdict.Criteria.ShouldBe(new Dictionary<string, double> { ["x"] = 3, ["y"] = 3 }, ignoreOrder: true);
    }

    private static SeatVerdict Seat(string judge, double score, params (string Name, double Score)[] criteria) => new(judge, new JudgeVerdict
    {
        State = VerdictState.Scored,
        Score = score,
        Criteria = criteria.ToDictionary(c => c.Name, c => c.Score),
    });
}
