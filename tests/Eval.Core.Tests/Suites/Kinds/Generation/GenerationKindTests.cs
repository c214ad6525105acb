using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.TestSupport;
using Microsoft.Extensions.AI;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.Generation;

public class GenerationKindTests
{
    private const string Plain = "kind: generation\nprompt: \"Q: {{q}}\\nA:\"\ntarget: a\nscoring: exact_match\n";

    private static readonly Sample Question = Row("""{"q":"2+2?","a":"4"}""");

    [Fact]
    public async Task RunAsync_Answer_IsStoredAndScored()
    {
        var chat = new ScriptedChatClient(_ => " 4");
        var result = (await RunAsync(Suite(Plain + "stop: [\"Q:\"]\nmaxTokens: 9\ntemperature: 0.5\ntopP: 0.9\n"), [Question], new FakeModelSession(chat: chat))).Single();
        (result.Outcome, result.Prompt, result.Answer, result.Target, result.InputTokens, result.OutputTokens)
            .ShouldBe((SampleOutcome.Completed, "Q: 2+2?\nA:", " 4", "4", 10, 2));
        result.Measures.ShouldBe(new Dictionary<string, double>
        {
            ["exact_match"] = 1,
            ["exact_match_extracted"] = 1,
            ["correct"] = 1,
            ["truncation_rate"] = 0,
            ["thought_truncation_rate"] = 0,
        }, ignoreOrder: true);
        result.DetailJson.ShouldBe("""{"read":{"exact_match":"4"},"vote":"4","finish":"stop"}""");
        var options = chat.Options.Single()!;
        (options.MaxOutputTokens, options.Temperature, options.TopP, options.Seed, options.AdditionalProperties).ShouldBe((9, 0.5f, 0.9f, 1L, null));
        options.StopSequences.ShouldBe(["Q:"]);
    }

    [Fact]
    public async Task RunAsync_Epoch_ChangesTheSeed()
    {
        var chat = new ScriptedChatClient(_ => "4");
        var suite = Suite(Plain);
        await SuiteKinds.Find("generation")!.RunAsync(
            suite, new WorkUnit(0, Epoch: 2, [Question]), Context, new FakeModelSession(chat: chat), CancellationToken.None);
        chat.Options.Single()!.Seed.ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_SystemInstructionAndExamples_StandInTheirPlaces()
    {
        var chat = new ScriptedChatClient(_ => "4");
        var context = Context with { FewShot = new FixedExamples(Row("""{"q":"1+1?","a":["2","two"]}""", 9)) };
        const string More = "system: You add {{q}}\ninstruction: Be brief.\nfewShot: { count: 1, preamble: 'Examples: ' }\n";
        var text = (await RunAsync(Suite(Plain + More), [Question], new FakeModelSession(chat: chat), context)).Single();
        chat.Calls[0].Select(m => (m.Role.Value, m.Text)).ShouldBe(
            [("system", "You add 2+2?"), ("user", "Be brief.\n\nExamples: Q: 1+1?\nA: 2\n\nQ: 2+2?\nA:")]);
        text.Prompt.ShouldBe("[system]\nYou add 2+2?\n\n[user]\nBe brief.\n\nExamples: Q: 1+1?\nA: 2\n\nQ: 2+2?\nA:");

        await RunAsync(Suite(Plain + More + "fewShotAs: turns\n"), [Question], new FakeModelSession(chat: chat), context);
        chat.Calls[1].Select(m => (m.Role.Value, m.Text)).ShouldBe(
            [("system", "You add 2+2?"), ("user", "Be brief.\n\nExamples: Q: 1+1?\nA:"), ("assistant", "2"), ("user", "Q: 2+2?\nA:")]);
    }

    [Fact]
    public async Task RunAsync_ExampleTemplate_SeesTheTarget()
    {
        var chat = new ScriptedChatClient(_ => "4");
        var context = Context with { FewShot = new FixedExamples(Row("""{"q":"1+1?","a":"2"}""", 9)) };
        await RunAsync(Suite(Plain + "fewShot: { count: 1, template: '{{q}} => {{target}}' }\n"), [Question], new FakeModelSession(chat: chat), context);
        chat.Calls[0][0].Text.ShouldBe("1+1? => 2\n\nQ: 2+2?\nA:");
    }

    [Fact]
    public async Task RunAsync_Raw_SendsOneMessageWithTheProperty()
    {
        var chat = new ScriptedChatClient(_ => " 4");
        var model = new FakeModelSession(chat: chat);
        await RunAsync(Suite(Plain + "mode: raw\nsystem: S\ninstruction: I\n"), [Question], model);
        chat.Calls.Single().Single().Text.ShouldBe("S\n\nI\n\nQ: 2+2?\nA:");
        chat.Options.Single()!.AdditionalProperties!["raw_prompt"].ShouldBe(true);
    }

    [Fact]
    public async Task RunAsync_OwnFailures_AreOutcomesWithAllMeasures()
    {
        var replies = new Queue<ChatResponse>(
        [
            ScriptedChatClient.Text("no number here"),
            ScriptedChatClient.Text("Let me count: first", ChatFinishReason.Length),
            ScriptedChatClient.Text("4", ChatFinishReason.ContentFilter),
            ScriptedChatClient.Text("<think>hm, 4", ChatFinishReason.Length),
            ScriptedChatClient.Text("  "),
            ScriptedChatClient.Text("It is 4, I thi", ChatFinishReason.Length),
            ScriptedChatClient.Text("<think>3</think>4"),
        ]);
        var rows = Enumerable.Range(0, 7).Select(i => Question with { Ordinal = i });
        var suite = Suite(Plain.Replace("exact_match", "[numeric_match, exact_match_gsm8k_strict]"));
        var results = await RunAsync(suite, rows, new FakeModelSession(chat: new ScriptedChatClient((_, _) => replies.Dequeue())));
        results.Select(r => r.Outcome).ShouldBe(
        [
            SampleOutcome.Unparsed, SampleOutcome.Truncated, SampleOutcome.Refused, SampleOutcome.Truncated, SampleOutcome.Unparsed,
            SampleOutcome.Completed, SampleOutcome.Completed,
        ]);
        results.Select(r => r.Measures["numeric_match"]).ShouldBe([0, 0, 0, 0, 0, 1, 1]);
        results.Select(r => r.Measures["correct"]).ShouldBe([0, 0, 0, 0, 0, 1, 1]);
        results.Select(r => r.Measures["numeric_match_extracted"]).ShouldBe([0, 0, 0, 0, 0, 1, 1]);
        results.ShouldAllBe(r => r.Measures["exact_match_gsm8k_strict_extracted"] == 0);
        results.Select(r => r.Measures["truncation_rate"]).ShouldBe([0, 1, 0, 1, 0, 1, 0]);
        results.Select(r => r.Measures["thought_truncation_rate"]).ShouldBe([0, 0, 0, 1, 0, 0, 0]);
        results.Take(6).ShouldAllBe(r => r.Reason != null);
        results[6].Reason.ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_InfrastructureFailures_HaveNoScore()
    {
        var failures = new Queue<Exception>(
            [new ModelCallException(CallFailure.Timeout, "slow"), new ModelCallException(CallFailure.Server, "503"), new ModelCallException(CallFailure.Filtered, "filter")]);
        var rows = Enumerable.Range(0, 3).Select(i => Question with { Ordinal = i });
        var results = await RunAsync(Suite(Plain), rows, new FakeModelSession(chat: new ScriptedChatClient((_, _) => throw failures.Dequeue())));
        results.Select(r => (r.Outcome, r.Measures.Count == 0)).ShouldBe(
            [(SampleOutcome.TimedOut, true), (SampleOutcome.ProviderError, true), (SampleOutcome.Refused, false)]);
        results[2].Measures["exact_match"].ShouldBe(0);
    }

    [Fact]
    public async Task RunAsync_StopTextInTheAnswer_CutsIt() => (await RunAsync(
        Suite(Plain + "stop: ['\n']\n".Replace("'\n'", "\"\\n\"")), [Question], new FakeModelSession(chat: new ScriptedChatClient(_ => "4\nQ: 5+5?"))))
        .Single().Measures["exact_match"].ShouldBe(1);

    [Fact]
    public async Task RunAsync_ReasoningRule_IsTheSuites()
    {
        var chat = new ScriptedChatClient(_ => "[r]3[/r]4");
        (await RunAsync(Suite(Plain + "reasoning: ['[r]', '[/r]']\n"), [Question], new FakeModelSession(chat: chat))).Single().Measures["exact_match"].ShouldBe(1);
        var kept = new ScriptedChatClient(_ => "<think>3</think>4");
        (await RunAsync(Suite(Plain + "reasoning: none\n"), [Question], new FakeModelSession(chat: kept))).Single().Measures["exact_match"].ShouldBe(0);
    }

    [Theory]
    [InlineData("tools: [ { name: add, description: Adds, parameters: { type: object, properties: { a: { type: integer } } } } ]")]
    [InlineData("tools: t")]
    public async Task RunAsync_Tools_AreDeclaredAndTheirCallsScored(string tools)
    {
        var call = new FunctionCallContent("1", "add", new Dictionary<string, object?> { ["a"] = 4 });
        var chat = new ScriptedChatClient((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, [call])) { FinishReason = ChatFinishReason.ToolCalls });
        var row = Row("""{"q":"4","call":{"name":"add","arguments":{"a":4}},"t":[{"type":"function","function":{"name":"add","description":"Adds"}}]}""");
        var suite = Suite($"kind: generation\nprompt: '{{{{q}}}}'\ntarget: call\nscoring: tool_call\n{tools}\n");
        Check(suite, row).Calls.ShouldBe(1);
        var result = (await RunAsync(suite, [row], new FakeModelSession(chat: chat))).Single();
        (result.Outcome, result.Measures["tool_call_match"]).ShouldBe((SampleOutcome.Completed, 1));
        var declared = chat.Options.Single()!.Tools!.Single().ShouldBeAssignableTo<AIFunctionDeclaration>()!;
        (declared.Name, declared.Description).ShouldBe(("add", "Adds"));
        declared.JsonSchema.GetProperty("type").GetString().ShouldBe("object");
    }

    [Fact]
    public async Task CutAsync_HostedModel_TakesOneAtATime()
    {
        var rows = Enumerable.Range(0, 40).Select(i => Question with { Ordinal = i }).ToList();
        var local = new FakeModelSession(chat: new ScriptedChatClient(_ => "4"));
        var hosted = new FakeModelSession(chat: new ScriptedChatClient(_ => "4"))
        {
            Candidate = new Candidate { Id = "h", Hosted = new HostedModelSpec { Provider = "openai", Model = "m" } },
        };
        (await CutAsync(Suite(Plain), rows, local)).Select(u => u.Samples.Count).ShouldBe([16, 16, 8]);
        (await CutAsync(Suite(Plain), rows, hosted)).Count.ShouldBe(40);
    }

    [Fact]
    public void WhyNot_Mode_DecidesWhatAModelMustDo()
    {
        var kind = SuiteKinds.Find("generation")!;
        kind.WhyNot(Suite(Plain), Model(chat: false, raw: true))!.ShouldContain("mode: auto");
        kind.WhyNot(Suite(Plain + "mode: auto\n"), Model(chat: false, raw: true)).ShouldBeNull();
        kind.WhyNot(Suite(Plain + "mode: raw\n"), Model(chat: true, raw: false))!.ShouldContain("raw prompts");
        kind.WhyNot(Suite(Plain), Model(chat: true, raw: false)).ShouldBeNull();
        kind.WhyNot(Suite(Plain + "mode: auto\n"), Model(chat: false, raw: false)).ShouldNotBeNull();

        static ModelDescription Model(bool chat, bool raw) => new(
            new ModelIdentity("local", "x", "y", ""), new ModelCapabilities { Chat = chat, RawPrompts = raw }, new Dictionary<string, string>());
    }

    [Fact]
    public void Load_Metrics_StandBesideTheirExtractionRates()
    {
        Suite(Plain).Metrics.ShouldBe(["exact_match", "exact_match_extracted"]);
        Suite(Plain + "metrics: [exact_match]\nreasoning: ['<t>', '</t>']\n").Metrics.ShouldBe(["exact_match", "exact_match_extracted", "thought_truncation_rate"]);
        Suite(Plain.Replace("exact_match", "[contains, numeric_match]") + "metrics: [contains, truncation_rate]\n").Metrics.ShouldBe(["contains", "truncation_rate"]);
    }

    [Theory]
    [InlineData("metrics: [contains]\n", "add contains to \"scoring\"")]
    [InlineData("metrics: [acc]\n", "not a metric of kind generation")]
    [InlineData("stop: ['']\n", "is empty")]
    [InlineData("mode: likelihood\n", "not a valid mode")]
    [InlineData("mode: raw\nfewShotAs: turns\n", "goes with mode: chat")]
    [InlineData("reasoning: ['<a>']\n", "opening and the closing tag")]
    [InlineData("temperature: 3\n", "from 0 to 2")]
    [InlineData("epochs: 3\nmetrics: [pass@5]\n", "needs 5 epochs")]
    [InlineData("tools: [ { description: x } ]\n", "needs a \"name\"")]
    public void Load_Mistake_IsReported(string more, string message) =>
        Should.Throw<EvalConfigurationException>(() => Suite(Plain + more)).Message.ShouldContain(message);

    [Fact]
    public void Load_MajorityWithoutReading_IsReported()
    {
        Suite(Plain + "epochs: 5\nmetrics: [pass@5, maj@3, self_consistency]\n").Metrics.ShouldBe(["pass@5", "maj@3", "self_consistency"]);
        Should.Throw<EvalConfigurationException>(() => Suite(Plain.Replace("exact_match", "contains") + "metrics: [maj@3]\n")).Message.ShouldContain("contains reads none");
        Should.Throw<EvalConfigurationException>(() => Suite(Plain.Replace("exact_match", "rouge_l_f1") + "metrics: [pass@1]\n")).Message.ShouldContain("right from wrong");
    }

    [Fact]
    public void Load_NoTarget_IsReportedWhereAScorerNeedsOne()
    {
        Should.Throw<EvalConfigurationException>(() => Suite("kind: generation\nprompt: p\nscoring: exact_match\n")).Message.ShouldContain("\"target\" is missing");
        Suite("kind: generation\nprompt: p\nscoring: { regex_match: { pattern: x } }\n").Metrics.ShouldBe(["regex_match"]);
        Should.Throw<EvalConfigurationException>(() => Suite("kind: generation\nprompt: p\n")).Message.ShouldContain("\"scoring\" is missing");
    }

    [Fact]
    public void Check_Row_IsMeasuredAndItsMistakesNamed()
    {
        var size = Check(Suite(Plain + "maxTokens: 7\n"), Question);
        (size.Calls, size.Characters, size.OutputTokens).ShouldBe((1, 10L, 7));
        Should.Throw<EvalConfigurationException>(() => Check(Suite(Plain), Row("""{"q":"x"}"""))).Message.ShouldContain("no field \"a\"");
        Should.Throw<EvalConfigurationException>(() => Check(Suite(Plain), Row("""{"q":"x","a":null}"""))).Message.ShouldContain("no right answer");
    }
}
