using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.TestSupport;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.Generation;

public class PromptStrategyTests
{
    private const string Plain = "kind: generation\nprompt: \"{{q}}\"\ntarget: a\nscoring: numeric_match\n";

    private static readonly List<Sample> Rows =
        [.. Enumerable.Range(0, 5).Select(i => Row($$"""{"q":"{{i}}+{{i}}?","a":"{{2 * i}}"}""", i))];

    [Fact]
    public async Task RunAsync_ChainOfThought_StandsBehindTheQuestion()
    {
        var chat = new ScriptedChatClient(_ => "0");
        await RunAsync(Suite(Plain + "chainOfThought: true\n"), Rows.Take(1), new FakeModelSession(chat: chat));
        chat.Calls[0][0].Text.ShouldBe("0+0?\n\nLet's think step by step.");
        chat.Options[0]!.MaxOutputTokens.ShouldBe(1024);
        await RunAsync(Suite(Plain + "chainOfThought: Show your work.\nmaxTokens: 99\n"), Rows.Take(1), new FakeModelSession(chat: chat));
        chat.Calls[1][0].Text.ShouldBe("0+0?\n\nShow your work.");
        chat.Options[1]!.MaxOutputTokens.ShouldBe(99);
        await RunAsync(Suite(Plain + "chainOfThought: false\n"), Rows.Take(1), new FakeModelSession(chat: chat));
        chat.Calls[2][0].Text.ShouldBe("0+0?");
    }

    [Fact]
    public async Task RunAsync_BatchPrompt_AsksTogetherAndScoresApart()
    {
        var chat = new ScriptedChatClient(p => p.Contains("Q[3]") ? "A[1]: 0\n\n**A[2]:** it is 2\n A[3] 5" : "A[2]: 8\nA[1]: 6");
        var results = await RunAsync(Suite(Plain + "batchPrompt: 3\nsystem: Add.\n"), Rows, new FakeModelSession(chat: chat));
        chat.Calls.Count.ShouldBe(2);
        chat.Calls[0][0].Text.ShouldBe("Add.");
        chat.Calls[0][1].Text.ShouldContain("Answer all 3 questions below.");
        chat.Calls[0][1].Text.ShouldEndWith("Q[1]: 0+0?\n\nQ[2]: 1+1?\n\nQ[3]: 2+2?");
        chat.Options[0]!.MaxOutputTokens.ShouldBe(1536);
        results.Select(r => (r.SampleId, r.Answer, r.Target, r.Measures["numeric_match"])).ShouldBe(
        [
            ("row0", "0", "0", 1), ("row1", "it is 2", "2", 1), ("row2", "5", "4", 0), ("row3", "6", "6", 1), ("row4", "8", "8", 1),
        ]);
        results.Take(3).Sum(r => r.InputTokens).ShouldBe(10);
    }

    [Fact]
    public async Task RunAsync_BatchPrompt_MissingPartsAndFailedCallsAreOutcomes()
    {
        var results = await RunAsync(Suite(Plain + "batchPrompt: 5\n"), Rows, new FakeModelSession(chat: new ScriptedChatClient(_ => "A[2]: 2\nA[2]: 3\nA[9]: 1")));
        results.Select(r => r.Outcome).ShouldBe(
            [SampleOutcome.Unparsed, SampleOutcome.Completed, SampleOutcome.Unparsed, SampleOutcome.Unparsed, SampleOutcome.Unparsed]);
        results[1].Measures["numeric_match"].ShouldBe(1);

        var failed = await RunAsync(Suite(Plain + "batchPrompt: 5\n"), Rows, new FakeModelSession(
            chat: new ScriptedChatClient((_, _) => throw new ModelCallException(CallFailure.Server, "503"))));
        failed.ShouldAllBe(r => r.Outcome == SampleOutcome.ProviderError && r.Measures.Count == 0 && r.Reason == "503");
        failed.Select(r => r.Ordinal).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Theory]
    [InlineData("batchPrompt: 2\nmode: raw\n", "\"mode\" does not go with")]
    [InlineData("batchPrompt: 2\nstop: [x]\n", "\"stop\" does not go with")]
    [InlineData("batchPrompt: 2\nfewShot: { count: 1 }\n", "\"fewShot\" does not go with")]
    [InlineData("batchPrompt: 0\n", "from 1 to 100")]
    [InlineData("chainOfThought: [a, b]\n", "must be a text")]
    [InlineData("fewShot: { count: 1, choice: similar }\n", "needs \"similarBy\"")]
    [InlineData("fewShot: { count: 1, similarBy: q }\n", "goes with \"choice: similar\"")]
    public void Load_Mistake_IsReported(string more, string message) =>
        Should.Throw<EvalConfigurationException>(() => Suite(Plain + more)).Message.ShouldContain(message);
}
