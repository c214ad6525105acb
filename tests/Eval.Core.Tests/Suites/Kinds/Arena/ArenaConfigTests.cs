using Eval.Core.Judging;
using Eval.Core.Ratings;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Arena;
using Eval.Core.Workspaces;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.Arena;

public class ArenaConfigTests
{
    private const string Judged = "kind: arena\nprompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\n";

    [Fact]
    public void Read_Judge_TakesFourLabelsInBothOrders()
    {
        var settings = (ArenaSettings)Suite(Judged).Settings;

        settings.Referee.ShouldBe(ArenaReferee.Judge);
        (settings.Judging!.Method.Name, settings.Judging.Swap, settings.Pairing.Name).ShouldBe(("pairwise-4", SwapPolicy.BothHalf, "round-robin"));
        (settings.Method, settings.Position, settings.BothBad).ShouldBe((RatingMethod.BradleyTerry, false, BothBadRule.Tie));
        Suite(Judged).Metrics.ShouldBe(["rating_bt", "best_bt", "rank_bt", "arena_score", "judge_canaries"]);
    }

    [Fact]
    public void Read_Style_RatesByAMetricOfItsOwn()
    {
        var suite = Suite(Judged + "rating: { style: [length, markdown] }\n");
        ((ArenaSettings)suite.Settings).Style.ShouldBe(["length", "headers", "lists", "bold"]);
        suite.Metrics.ShouldBe(["rating_bt_style", "best_bt_style", "rank_bt_style", "arena_score", "judge_canaries"]);
    }

    [Fact]
    public void Read_RandomOrder_GivesThePositionATerm() =>
        ((ArenaSettings)Suite(Judged + "judging: { swap: random }\n").Settings).Position.ShouldBeTrue();

    [Fact]
    public void Read_Scoring_DecidesWhereNobodyJudges()
    {
        var suite = Suite("kind: arena\nprompt: \"{{q}}\"\ntarget: q\nscoring: [exact_match]\nrating: { method: davidson }\n");

        var settings = (ArenaSettings)suite.Settings;
        (settings.Referee, settings.ScoreBy).ShouldBe((ArenaReferee.Scorer, "exact_match"));
        suite.Metrics.ShouldBe(["rating_davidson", "best_davidson", "rank_davidson", "arena_score", "exact_match", "exact_match_extracted"]);
    }

    [Theory]
    [InlineData("prompt: \"{{q}}\"\n", "nothing says who decides the battles")]
    [InlineData("prompt: \"{{q}}\"\ndecide: peple\n", "\"peple\" is not a valid decide (did you mean \"people\"?)")]
    [InlineData("prompt: \"{{q}}\"\ndecide: scorer\n", "\"scoring\" is missing: which scorer decides the battles")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nmethod: score\n", "the method score judges one answer, and an arena compares two")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\npairing: swis\n", "\"swis\" is not a way to pair candidates (did you mean \"swiss\"?)")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\npairing: star\n", "\"baseline\" is missing")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nbaseline: a\n", "\"baseline\" does not go with pairing: round-robin")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\ncontrast: [a]\n", "\"contrast\" names two candidates")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\njudging: { swap: both-tie }\nrating: { position: true }\n", "\"position\" needs the two orders apart")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nrating: { methd: bt }\n", "did you mean \"method\"?")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nmetrics: [rating_davidson]\n", "does not feed the metric rating_davidson")]
    [InlineData("prompt: \"{{q}}\"\ndecide: scorer\ntarget: q\nscoring: [exact_match]\nscoreBy: bleu_corpus_13a\n", "no scorer of this suite feeds the metric bleu_corpus_13a")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nuntil: { looks: 3 }\n", "\"decided\" is missing: what ends the tournament")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nuntil: { decided: contrast }\n", "\"contrast\" is missing: which two candidates")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nuntil: { decided: leader, alpha: 0 }\n", "\"alpha\" must be above 0")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nrating: { style: lenght }\n", "\"lenght\" is not a part of style (did you mean \"length\"?)")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\ntieWithin: 0.1\n", "\"tieWithin\" goes with decide: scorer")]
    [InlineData("prompt: \"{{q}}\"\ntarget: q\nscoring: [bleu_corpus_13a]\n", "nothing could decide a battle")]
    [InlineData("prompt: \"{{q}}\"\njudge: [a, b]\nrubric: helpfulness\naggregate: median\n", "\"aggregate\" does not go with an arena")]
    [InlineData("turns: t\ndecide: scorer\ntarget: q\nscoring: [exact_match]\n", "scorers read one answer")]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\nbatchPrompt: 2\n", "\"batchPrompt\" does not go with an arena")]
    [InlineData("prompt: \"{{q}}\"\ndecide: people\npairing: adaptive\n", "pairing: adaptive looks at earlier verdicts, and a sheet for people is written before there are any (round-robin, or star")]
    [InlineData("prompt: \"{{q}}\"\ndecide: people\npairing: swiss\n", "pairing: swiss looks at earlier verdicts")]
    [InlineData("prompt: \"{{q}}\"\ndecide: people\nrating: { style: length }\n", "\"style\" does not go with decide: people")]
    [InlineData("prompt: \"{{q}}\"\ndecide: people\nuntil: { decided: leader }\n", "\"until\" does not go with decide: people")]
    public void Read_Mistake_IsReportedWithItsPlace(string keys, string message)
    {
        var error = Should.Throw<EvalConfigurationException>(() => Suite("kind: arena\n" + keys));
        error.Message.ShouldContain(message);
        error.Problems.ShouldAllBe(p => p.At != null && p.At.Line > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pairing: star\nbaseline: old\nbattles: 20\nrating: { method: davidson }\n")]
    public void Read_PeopleWithAFixedPairing_IsAllowed(string more) =>
        ((ArenaSettings)Suite("kind: arena\nprompt: \"{{q}}\"\ndecide: people\n" + more).Settings).Referee.ShouldBe(ArenaReferee.People);

    [Fact]
    public void WhyNotTogether_BaselineThatDoesNotTakePart_IsNamed()
    {
        var suite = Suite(Judged + "pairing: star\nbaseline: old\n");
        var kind = SuiteKinds.Find("arena")!;
        kind.WhyNotTogether(suite, ["new", "newer"]).ShouldBe("old, which the arena names, does not take part");
        kind.WhyNotTogether(suite, ["new", "old"]).ShouldBeNull();
        kind.WhyNotTogether(suite, ["old"]).ShouldBe("an arena needs two candidates or more that can answer it");
    }

    [Theory]
    [InlineData("pairing: swiss\n", true)]
    [InlineData("rating: { method: davidson }\n", true)]
    [InlineData("judging: { swap: random }\n", true)]
    [InlineData("temperature: 0.5\n", false)]
    [InlineData("maxTokens: 20\n", false)]
    [InlineData("stop: [x]\n", false)]
    public void AreSame_OnlyWhatIsAskedCounts(string more, bool expected) =>
        ArenaAnswers.AreSame(Suite(Judged).DefinitionText, Suite(Judged + more).DefinitionText).ShouldBe(expected);
}
