using System.Text.Json.Nodes;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Tests.Judging;
using Eval.TestSupport;
using Microsoft.Extensions.AI;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.Rubrics;

public class RubricKindTests
{
    private const string Plain = "kind: rubric\nprompt: \"{{q}}\"\nrubric: helpfulness\njudge: judge\ncanaries: false\n";

    private static readonly Sample Question = Row("""{"q":"Why is the sky blue?","a":"scattering"}""");

    [Fact]
    public async Task RunAsync_Answer_IsScoredWithItsFeedback()
    {
        var judge = new TestJudge("It names the cause and no more. [RESULT] 4");
        var result = (await JudgedAsync(Plain, [Question], "It scatters.", judge)).Single();
        (result.Outcome, result.Answer, result.Reason).ShouldBe((SampleOutcome.Completed, "It scatters.", null));
        (result.Measures["judge_score_1_5"], result.Measures["judge_pass"]).ShouldBe((4, 1));
        var seat = JsonNode.Parse(result.DetailJson!)!["judges"]![0]!;
        (seat["judge"]!.GetValue<string>(), seat["score"]!.GetValue<double>()).ShouldBe(("judge", 4));
        seat["feedback"]!.GetValue<string>().ShouldContain("It names the cause");
        TestJudge.Fenced(judge.Client.Calls[0]).Select(f => f.Text).ShouldBe(["Why is the sky blue?", "It scatters."], ignoreOrder: true);
    }

    [Theory]
    [InlineData("No verdict here, whatever you ask.", "gave no verdict that can be read", 3)]
    [InlineData("I'm sorry, but I can't assist with that.", "refused to judge", 3)]
    public async Task RunAsync_JudgeWithoutVerdict_IsAScorerErrorAndNoScore(string reply, string reason, int calls)
    {
        var judge = new TestJudge(reply);
        var result = (await JudgedAsync(Plain, [Question], "It scatters.", judge)).Single();
        (result.Outcome, result.Measures.Count, result.Answer).ShouldBe((SampleOutcome.ScorerError, 0, "It scatters."));
        result.Reason!.ShouldContain($"judge judge {reason}");
        judge.Calls.ShouldBe(calls);
        JsonNode.Parse(result.DetailJson!)!["judges"]![0]!["replies"]!.AsArray().Count.ShouldBe(calls, "every reply is kept");
    }

    [Fact]
    public async Task RunAsync_CandidateThatSaysNothing_IsWorstWithoutACall()
    {
        var judge = new TestJudge("[RESULT] 5");
        var result = (await JudgedAsync(Plain, [Question], "", judge)).Single();
        (result.Measures["judge_score_1_5"], judge.Calls).ShouldBe((1, 0));
        (result.Outcome, result.Reason).ShouldBe((SampleOutcome.Unparsed, "the answer is empty"));
    }

    [Theory]
    [InlineData("I will not help with that.", "I will not help with that.")]
    [InlineData("", "(No text: the provider declined to answer this request.)")]
    public async Task RunAsync_Refusal_IsJudgedAndStaysOne(string text, string shown)
    {
        var judge = new TestJudge("It declines plainly. [RESULT] 5");
        var refusing = new FakeModelSession(chat: new ScriptedChatClient((_, _) => ScriptedChatClient.Text(text, ChatFinishReason.ContentFilter)));
        var suite = Suite(Plain.Replace("helpfulness", "safety-refusal"));
        var result = (await RunAsync(suite, [Question], refusing, With(judge))).Single();
        (result.Outcome, result.Measures["judge_score_1_5"]).ShouldBe((SampleOutcome.Refused, 5));
        TestJudge.Fenced(judge.Client.Calls[0]).Select(f => f.Text).ShouldContain(shown);
        ((SampleMeanMetric)BuiltInMetrics.Find("judge_score_1_5")!).ScoreOf(result).ShouldBe(5);
    }

    [Fact]
    public async Task RunAsync_CanaryWithoutVerdict_IsNotSeenThrough()
    {
        var judge = new TestJudge("No verdict.");
        var result = (await JudgedAsync(Plain.Replace("canaries: false", "canaries: true"), [Question], "It scatters.", judge)).Single();
        (result.Measures["canaries"], result.Measures["canaries_caught"]).ShouldBe((3, 0));
    }

    [Fact]
    public async Task RunAsync_MtBenchWithSeveralCriteria_GivesOneNumber()
    {
        var suite = Suite(Plain.Replace("helpfulness", "style") + "method: mt-bench\n");
        suite.Metrics.ShouldBe(["judge_score_1_5", "judge_pass"]);
        var result = (await RunAsync(suite, [Question], Candidate(""), With(new TestJudge("[[4]]")))).Single();
        result.Measures.Keys.ShouldNotContain("judge_score_1_5:clarity");
    }

    [Fact]
    public async Task RunAsync_CandidateThatFails_IsNotJudged()
    {
        var judge = new TestJudge("[RESULT] 5");
        var failing = new FakeModelSession(chat: new ScriptedChatClient(_ => throw new ModelCallException(CallFailure.Timeout, "no answer")));
        var result = (await RunAsync(Suite(Plain), [Question], failing, With(judge))).Single();
        (result.Outcome, judge.Calls).ShouldBe((SampleOutcome.TimedOut, 0));
    }

    [Fact]
    public async Task RunAsync_Jury_KeepsEachJudgeAndHowFarTheyAreApart()
    {
        var judges = new[] { new TestJudge("good [RESULT] 5"), new TestJudge("bad [RESULT] 2") };
        var suite = Suite(Plain.Replace("judge: judge", "judge: [j0, j1]\naggregate: median"));
        var context = Context with { OpenJudge = (id, _, _) => Task.FromResult<IModelSession>(judges[id[1] - '0']) };
        var result = (await RunAsync(suite, [Question], Candidate("It scatters."), context)).Single();
        (result.Measures["judge_score_1_5"], result.Measures["judge_score_1_5@j0"], result.Measures["judge_score_1_5@j1"]).ShouldBe((3.5, 5, 2));
        result.Measures["judge_spread"].ShouldBe(2.1213, 1e-4);
        result.Measures["judge_pass"].ShouldBe(0);
        suite.Metrics.ShouldBe(["judge_score_1_5", "judge_pass", "judge_score_1_5@j0", "judge_score_1_5@j1", "judge_spread"]);
    }

    [Theory]
    [InlineData("[RESULT] 1", 3)]
    [InlineData("[RESULT] 5", 0)]
    public async Task RunAsync_Canaries_TellAJudgeThatSeesFromOneThatDoesNot(string reply, int caught)
    {
        var judge = new TestJudge($"As I see it. {reply}");
        var opened = new List<bool>();
        var context = Context with { OpenJudge = (_, fresh, _) => { opened.Add(fresh); return Task.FromResult<IModelSession>(judge); } };
        var samples = new[] { Question, Row("""{"q":"Why is grass green?","a":"chlorophyll"}""", 1) };
        var results = await RunAsync(Suite(Plain.Replace("canaries: false", "canaries: true")), samples, Candidate("It scatters."), context);
        (results[0].Measures["canaries"], results[0].Measures["canaries_caught"]).ShouldBe((3, caught));
        results[1].Measures.Keys.ShouldNotContain("canaries", "they are asked once for each cell");
        opened.ShouldBe([false, true], "canaries are never served from the cache");
        judge.Calls.ShouldBe(2 + 3);
        JsonNode.Parse(results[0].DetailJson!)!["canaries"]!.AsArray().Select(c => c!["canary"]!.GetValue<string>()).ShouldBe(["empty", "injected", "shuffled"]);
    }

    [Fact]
    public async Task RunAsync_Turns_ShowTheCandidateItsAnswersAndTheJudgeEachTurn()
    {
        var suite = Suite("kind: rubric\nturns: turns\nrubric: helpfulness\nmethod: mt-bench\njudge: judge\ncanaries: false\n");
        var judge = new TestJudge("fine [[4]]", "worse [[1]]");
        var chat = new ScriptedChatClient((m, _) => ScriptedChatClient.Text(m.Count == 1 ? "First." : "Second."));
        var row = Row("""{"turns":["Write a word.","Now another."]}""");
        var result = (await RunAsync(suite, [row], new FakeModelSession(chat: chat), With(judge))).Single();
        chat.Calls[1].Select(m => m.Text).ShouldBe(["Write a word.", "First.", "Now another."]);
        result.Answer.ShouldBe("[answer 1]\nFirst.\n\n[answer 2]\nSecond.");
        (result.Measures["judge_score_1_5"], result.Measures["judge_score_1_5:turn-1"], result.Measures["judge_score_1_5:turn-2"]).ShouldBe((2.5, 4, 1));
        (result.InputTokens, result.OutputTokens).ShouldBe((20, 13), "both calls count");
        TestJudge.Fenced(judge.Client.Calls[1]).Count.ShouldBeGreaterThan(TestJudge.Fenced(judge.Client.Calls[0]).Count, "the second is judged with the first in sight");

        var again = await RunAsync(
            suite, [row with { Answered = result }], new FakeModelSession(), With(new TestJudge("better [[5]]")) with { AnswersAreStored = true });
        (again.Single().Measures["judge_score_1_5"], again.Single().Cached).ShouldBe((5, true));
    }

    [Fact]
    public async Task RunAsync_StoredAnswers_AreJudgedWithoutTheCandidate()
    {
        var context = With(new TestJudge("fine [RESULT] 3")) with { AnswersAreStored = true };
        var stored = new SampleResult
        {
            Ordinal = 0,
            SampleId = "row0",
            Outcome = SampleOutcome.ScorerError,
            Reason = "the judge was away",
            Answer = "It scatters.",
            Prompt = "Why is the sky blue?",
            CostMicroUsd = 12,
            DurationMs = 34,
        };
        var samples = new[] { Question with { Answered = stored }, Row("""{"q":"Why?"}""", 1), Row("""{"q":"How?"}""", 2) with { Answered = stored with { Outcome = SampleOutcome.TimedOut, Answer = null } } };
        var results = await RunAsync(Suite(Plain), samples, new FakeModelSession(), context);
        (results[0].Outcome, results[0].Measures["judge_score_1_5"], results[0].CostMicroUsd, results[0].Cached).ShouldBe((SampleOutcome.Completed, 3, 12, true));
        (results[1].Outcome, results[1].Reason).ShouldBe((SampleOutcome.Skipped, "no answer to it is stored"));
        (results[2].Outcome, results[2].Reason).ShouldBe((SampleOutcome.Skipped, "the stored sample holds no answer (TimedOut: the judge was away)"));
    }

    [Fact]
    public async Task RunAsync_JudgeThatIsGone_EndsTheCandidateInTheJudgesName()
    {
        var context = Context with { OpenJudge = (_, _, _) => throw new ModelUnavailableException("judge judge: the key is refused", isPermanent: true) };
        var error = await Should.ThrowAsync<ModelUnavailableException>(() => RunAsync(Suite(Plain), [Question], Candidate("x"), context));
        error.Message.ShouldContain("judge judge");
    }

    private static FakeModelSession Candidate(string answer) => new(chat: new ScriptedChatClient(_ => answer));

    private static SampleContext With(TestJudge judge) => Context with { OpenJudge = (_, _, _) => Task.FromResult<IModelSession>(judge) };

    private static Task<List<SampleResult>> JudgedAsync(string yaml, IEnumerable<Sample> samples, string answer, TestJudge judge) =>
        RunAsync(Suite(yaml), samples, Candidate(answer), With(judge));
}
