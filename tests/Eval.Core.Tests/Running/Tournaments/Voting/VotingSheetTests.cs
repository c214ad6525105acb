using Eval.Core.Running;
using Eval.Core.Running.Tournaments.Voting;
using Eval.Core.Tests.Reports;

namespace Eval.Core.Tests.Running.Tournaments.Voting;

public class VotingSheetTests
{
    private static readonly BlindBattles Blind = VotingArena.Blind();

    [Theory]
    [InlineData(6)]
    [InlineData(60)]
    public void Choose_Few_LetsAllPairsMeetEquallyOften(int most)
    {
        var places = VotingArena.Places(40);
        var ids = places.ToDictionary(p => Blind.IdOf(p.Ordinal, p.Epoch, p.A, p.B), p => (p.Low, p.High));
        var pairs = VotingSheet.Choose(places, Blind, 17, most, Answer);
        pairs.Count.ShouldBe(most);
        pairs.GroupBy(p => ids[p.Id]).Select(g => g.Count()).ShouldBe(Enumerable.Repeat(most / 6, 6));
        pairs.ShouldBe(VotingSheet.Choose(places, Blind, 17, most, Answer));
    }

    [Fact]
    public void Choose_WithoutAnAnswer_LeavesTheBattleOut()
    {
        var pairs = VotingSheet.Choose(VotingArena.Places(5), Blind, 17, null, (candidate, place) => candidate == "beta" && place.Ordinal == 2 ? null : Answer(candidate, place));
        pairs.Count.ShouldBe(30 - 3);
    }

    [Fact]
    public void Choose_AnswersAsShown_StandWhereTheIdSays()
    {
        foreach (var place in VotingArena.Places(5))
        {
            var pair = VotingSheet.Choose([place], Blind, 17, null, Answer).ShouldHaveSingleItem();
            pair.Question.ShouldBe($"ask {place.Ordinal}");
            var (first, second) = Blind.IsFirstShownFirst(place.Ordinal, place.Epoch, place.A, place.B) ? (place.Low, place.High) : (place.High, place.Low);
            (pair.AnswerA, pair.AnswerB).ShouldBe(($"said {place.Ordinal} {first[0]}", $"said {place.Ordinal} {second[0]}"));
        }
    }

    [Fact]
    public void Choose_Conversations_StandWithTheirAnswers()
    {
        var place = VotingArena.Places(1)[0];
        var pair = VotingSheet.Choose([place], Blind, 17, null, (candidate, p) => Answer(candidate, p) with { Prompt = $"{candidate[0]} was asked" }).ShouldHaveSingleItem();
        pair.Question.ShouldBeNull();
        pair.AnswerA.ShouldMatch(@"^(\w) was asked\n\nsaid 0 \1$");
    }

    private static SampleResult Answer(string candidate, VotingPlace place) =>
        ReportRuns.Answer(place.Ordinal, 1, $"said {place.Ordinal} {candidate[0]}") with { Prompt = $"ask {place.Ordinal}" };
}
