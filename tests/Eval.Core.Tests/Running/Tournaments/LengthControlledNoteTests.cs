using Eval.Core.Metrics.Arena;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Style;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Core.Suites.Kinds.Arena;

namespace Eval.Core.Tests.Running.Tournaments;

public class LengthControlledNoteTests
{
    [Theory]
    [InlineData(6, false, "lengths of answers are not known: people's votes do not carry them")]
    [InlineData(1, true, "battles against the baseline were decided on fewer than two prompts")]
    public void Estimates_NoLengthControlledRate_SaysWhy(int prompts, bool styles, string note)
    {
        var rating = new ArenaRating(RatingMethod.BradleyTerry, false, BothBadRule.Tie, null) { Baseline = "old" };
        var battles = Enumerable.Range(0, prompts).Select(i => new BattleResult
        {
            Plan = new PlannedBattle(i, 0, "new", "old", i, 0, $"p{i}", 1),
            Outcome = SampleOutcome.Completed,
            Games = [new BattleGame("ann", i % 2 == 0 ? BattleOutcome.AWins : BattleOutcome.BWins)],
            Styles = styles ? (AnswerStyle.Of("one"), AnswerStyle.Of("another")) : null,
            Cluster = $"p{i}",
        }).ToList();

        var estimate = new TournamentTable(rating, ["new", "old"], 0.95, 17).Estimates(battles, [], prompts)["new"].Single(e => e.MetricId == ArenaMetrics.LengthControlled);

        (estimate.Value, estimate.Note).ShouldBe((null, note));
    }
}
