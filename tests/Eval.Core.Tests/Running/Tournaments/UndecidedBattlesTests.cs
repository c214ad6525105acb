using Eval.Core.Ratings;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;

namespace Eval.Core.Tests.Running.Tournaments;

public class UndecidedBattlesTests
{
    [Fact]
    public void Why_SeveralReasons_TellsTheCommonestWithCounts()
    {
        BattleResult[] battles =
        [
            .. Enumerable.Range(0, 4).Select(i => Undecided($"judge strict could not be asked: HTTP 500; request {i / 3}")),
            .. Enumerable.Range(0, 2).Select(_ => Undecided("tiny-small has no answer (Refused: \"I\n\tcannot\")")),
            .. Enumerable.Range(0, 2).Select(_ => Undecided("judge kind gave no verdict that can be read")),
            Undecided("an answer has no exact_match"),
            Undecided(null, SampleOutcome.TimedOut),
            Decided(),
            Decided() with { Outcome = null, Games = [] },
        ];

        UndecidedBattles.Why(battles).ShouldBe("10 of 11 battles have no verdict and say nothing: 4 × judge strict could not be asked: HTTP 500, request 0 and the like, "
            + "2 × judge kind gave no verdict that can be read, 2 × tiny-small has no answer (Refused: \"I cannot\"), 2 × for other reasons");
    }

    [Fact]
    public void Why_NoReasonStored_SaysHowItEnded() =>
        UndecidedBattles.Why([Undecided(null, SampleOutcome.TimedOut), Decided()]).ShouldBe("1 of 2 battles has no verdict and says nothing: 1 × no reason is stored (TimedOut)");

    [Fact]
    public void Why_EndlessReason_IsCut() => UndecidedBattles.Why([Undecided(new string('x', 5000))])!.Length.ShouldBeLessThan(200);

    [Fact]
    public void Why_AllDecidedOrStillToBePlayed_IsNull() => UndecidedBattles.Why([Decided(), Decided() with { Outcome = null, Games = [] }]).ShouldBeNull();

    private static BattleResult Undecided(string? reason, SampleOutcome outcome = SampleOutcome.ScorerError) => Decided() with { Outcome = outcome, Reason = reason, Games = [] };

    private static BattleResult Decided() => new()
    {
        Plan = new PlannedBattle(0, 0, "a", "b", 0, 0, "p", 1),
        Outcome = SampleOutcome.Completed,
        Games = [new BattleGame("j", BattleOutcome.AWins)],
    };
}
