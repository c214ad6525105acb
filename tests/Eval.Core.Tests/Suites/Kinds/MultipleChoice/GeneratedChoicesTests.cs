using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.TestSupport;
using Microsoft.Extensions.AI;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.MultipleChoice;

public class GeneratedChoicesTests
{
    private const string Generated = "kind: multiple-choice\nprompt: \"{{q}}\\n{{choiceLines}}\"\nchoices: c\nanswer: a\nmode: generated\nmetrics: [acc_generated]\n";

    private static readonly Sample Question = Row("""{"q":"2+2?","c":["four","five"],"a":0}""");

    [Fact]
    public async Task RunAsync_Answer_IsReadAndScored()
    {
        var chat = new ScriptedChatClient(_ => "The answer is A.");
        var result = (await RunAsync(Suite(Generated), [Question], new FakeModelSession(chat: chat))).Single();
        (result.Outcome, result.Answer, result.Target, result.InputTokens, result.OutputTokens)
            .ShouldBe((SampleOutcome.Completed, "The answer is A.", "A", 10, 16));
        result.Measures.ShouldBe(new Dictionary<string, double> { ["acc_generated"] = 1, ["correct"] = 1 }, ignoreOrder: true);
        result.Prompt.ShouldBe("Answer with the letter of the right choice only.\n\n2+2?\nA. four\nB. five");
        chat.Calls.Single()[0].Text.ShouldBe(result.Prompt);
        (chat.Options[0]!.Temperature, chat.Options[0]!.MaxOutputTokens).ShouldBe((0f, 16));
    }

    [Fact]
    public async Task RunAsync_OwnFailures_CountAsWrongWithTheirOutcome()
    {
        var replies = new Queue<ChatResponse>(
        [
            ScriptedChatClient.Text("B"),
            ScriptedChatClient.Text("I cannot say."),
            ScriptedChatClient.Text("Let me think about this for a", ChatFinishReason.Length),
            ScriptedChatClient.Text("", ChatFinishReason.ContentFilter),
        ]);
        var rows = Enumerable.Range(0, 4).Select(i => Question with { Ordinal = i });
        var results = await RunAsync(Suite(Generated), rows, new FakeModelSession(chat: new ScriptedChatClient((_, _) => replies.Dequeue())));
        results.Select(r => r.Outcome).ShouldBe([SampleOutcome.Completed, SampleOutcome.Unparsed, SampleOutcome.Truncated, SampleOutcome.Refused]);
        results.ShouldAllBe(r => r.Measures["acc_generated"] == 0);
        results.Skip(1).ShouldAllBe(r => r.Reason != null);
    }

    [Fact]
    public async Task RunAsync_InfrastructureFailures_HaveNoScore()
    {
        var failures = new Queue<Exception>([new TimeoutException(), new InvalidOperationException("503 busy"), new ModelUnavailableException("gone for now", isPermanent: false)]);
        var rows = Enumerable.Range(0, 3).Select(i => Question with { Ordinal = i });
        var results = await RunAsync(Suite(Generated), rows, new FakeModelSession(chat: new ScriptedChatClient((_, _) => throw failures.Dequeue())));
        results.Select(r => r.Outcome).ShouldBe([SampleOutcome.TimedOut, SampleOutcome.ProviderError, SampleOutcome.ProviderError]);
        results.ShouldAllBe(r => r.Measures.Count == 0);
        results[1].Reason.ShouldBe("503 busy");
    }

    [Fact]
    public async Task RunAsync_ModelGoneForGood_Throws() => await Should.ThrowAsync<ModelUnavailableException>(() => RunAsync(
        Suite(Generated), [Question], new FakeModelSession(chat: new ScriptedChatClient((_, _) => throw new ModelUnavailableException("no key", isPermanent: true)))));

    [Fact]
    public async Task RunAsync_FewShot_ShowsLettersAsAnswers()
    {
        var chat = new ScriptedChatClient(_ => "A");
        var context = Context with { FewShot = new FixedExamples(Row("""{"q":"1+1?","c":["ten","two"],"a":1}""", 9)) };
        await RunAsync(Suite(Generated + "fewShot: { count: 1 }\ninstruction: ''\n"), [Question], new FakeModelSession(chat: chat), context);
        chat.Calls.Single()[0].Text.ShouldBe("1+1?\nA. ten\nB. two B\n\n2+2?\nA. four\nB. five");
    }

    [Fact]
    public async Task RunAsync_Auto_PrefersLikelihoodsAndKeepsTheMetricsApart()
    {
        const string Auto = "kind: multiple-choice\nprompt: \"{{q}}\\n{{choiceLines}}\"\nchoices: c\nanswer: a\nmode: auto\nmetrics: [acc, acc_generated]\n";
        var chat = new ScriptedChatClient(_ => "A");
        var both = await RunAsync(Suite(Auto), [Question], new FakeModelSession(new FakeLikelihoodModel(), chat));
        both[0].Measures.Keys.ShouldContain("acc");
        both[0].Measures.Keys.ShouldNotContain("acc_generated");
        chat.Calls.ShouldBeEmpty();

        var chatOnly = await RunAsync(Suite(Auto), [Question], new FakeModelSession(chat: chat));
        chatOnly[0].Measures.Keys.ShouldBe(["acc_generated", "correct"], ignoreOrder: true);
    }

    [Fact]
    public async Task CutAsync_Generated_MakesUnitsOfOne() => (await CutAsync(
        Suite(Generated), Enumerable.Range(0, 3).Select(i => Question with { Ordinal = i }), new FakeModelSession(chat: new ScriptedChatClient(_ => "A")))).Count.ShouldBe(3);

    [Fact]
    public void Check_Generated_EstimatesOneCallAndItsTokens() =>
        Check(Suite(Generated + "maxTokens: 7\n"), Question).ShouldSatisfyAllConditions(e => e.Calls.ShouldBe(1), e => e.OutputTokens.ShouldBe(7));

    [Fact]
    public async Task RunAsync_ShuffledVotes_FollowTheChoiceNotTheLetter()
    {
        // A model that finds the right text wherever it stands, and one that always says A.
        var knows = new ScriptedChatClient(p => p.Split('\n').Single(l => l.EndsWith(". four"))[..1]);
        var result = (await RunAsync(Suite(Generated + "shuffleVotes: 5\n"), [Question], new FakeModelSession(chat: knows))).Single();
        (result.Outcome, result.Measures["acc_generated"], result.Target).ShouldBe((SampleOutcome.Completed, 1, "A"));
        (result.InputTokens, result.OutputTokens, knows.Calls.Count).ShouldBe((50, 5, 5));
        result.DetailJson.ShouldBe("""{"predicted":0,"gold":[0],"votes":[0,0,0,0,0],"vote":"A"}""");
        knows.Calls.Select(c => c[0].Text).Distinct().Count().ShouldBe(2);

        var rows = Enumerable.Range(0, 200).Select(i => Question with { Ordinal = i, Id = "r" + i }).ToList();
        var biased = await RunAsync(Suite(Generated + "shuffleVotes: 3\n"), rows, new FakeModelSession(chat: new ScriptedChatClient(_ => "A")));
        biased.Average(r => r.Measures["acc_generated"]).ShouldBeInRange(0.35, 0.65);
        var again = await RunAsync(Suite(Generated + "shuffleVotes: 3\n"), rows, new FakeModelSession(chat: new ScriptedChatClient(_ => "A")));
        again.Select(r => r.DetailJson).ShouldBe(biased.Select(r => r.DetailJson));
    }

    [Fact]
    public async Task RunAsync_ShuffledVotes_UnreadOnesDoNotCountAndFailuresEndTheSample()
    {
        var replies = new Queue<string>(["perhaps", "five", "five", "four"]);
        var votes = await RunAsync(Suite(Generated + "shuffleVotes: 4\n"), [Question], new FakeModelSession(chat: new ScriptedChatClient(_ => replies.Dequeue())));
        (votes[0].Outcome, votes[0].Measures["acc_generated"]).ShouldBe((SampleOutcome.Completed, 0));
        votes[0].DetailJson!.ShouldContain("\"votes\":[null,1,1,0]");

        var none = await RunAsync(Suite(Generated + "shuffleVotes: 2\n"), [Question], new FakeModelSession(chat: new ScriptedChatClient(_ => "perhaps")));
        none[0].Outcome.ShouldBe(SampleOutcome.Unparsed);

        var calls = 0;
        var failing = await RunAsync(Suite(Generated + "shuffleVotes: 3\n"), [Question], new FakeModelSession(chat: new ScriptedChatClient((_, _) =>
            ++calls == 2 ? throw new ModelCallException(CallFailure.Server, "503") : ScriptedChatClient.Text("A"))));
        (failing[0].Outcome, failing[0].Measures.Count, failing[0].InputTokens, calls).ShouldBe((SampleOutcome.ProviderError, 0, 10, 2));
    }

    [Fact]
    public async Task RunAsync_ChainOfThought_AsksForThoughtsAndLeavesThemRoom()
    {
        var chat = new ScriptedChatClient(_ => "Two and two are four, which is A.\nThe answer is (A).");
        var result = (await RunAsync(Suite(Generated + "chainOfThought: true\n"), [Question], new FakeModelSession(chat: chat))).Single();
        result.Measures["acc_generated"].ShouldBe(1);
        result.Prompt!.ShouldStartWith("Think step by step. Then end with \"The answer is (X)\"");
        chat.Options[0]!.MaxOutputTokens.ShouldBe(1024);
        Should.Throw<EvalConfigurationException>(() => Suite(Generated + "chainOfThought: true\ninstruction: x\n")).Message.ShouldContain("name one of the two");
        Should.Throw<EvalConfigurationException>(() => Suite(Generated.Replace("generated", "likelihood").Replace("acc_likelihood", "acc") + "shuffleVotes: 3\n"))
            .Message.ShouldContain("goes with mode: generated");
    }

    [Fact]
    public void Check_ShuffledVotes_EstimatesEveryCall() => Check(Suite(Generated + "shuffleVotes: 5\nmaxTokens: 7\n"), Question)
        .ShouldSatisfyAllConditions(e => e.Calls.ShouldBe(5), e => e.OutputTokens.ShouldBe(35));
}
