using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
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
}
