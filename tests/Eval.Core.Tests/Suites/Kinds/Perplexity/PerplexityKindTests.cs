using System.Text.Json;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.TestSupport;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.Perplexity;

public class PerplexityKindTests
{
    private const string Both = "kind: perplexity\ncontextLength: 16\nwindowsPerUnit: 2\nmetrics: [ppl_word_rolling, ppl_byte_rolling, bits_per_byte, ppl_token_halfwindow]\n";

    // 400 characters: 100 tokens of the fake, 7 rolling windows of 16, 6 chunks of 16 (101 tokens with BOS).
    private static readonly string Text = string.Concat(Enumerable.Range(0, 80).Select(i => $"w{i:00}{(i % 7 == 0 ? '\n' : ' ')} "))[..400];

    [Fact]
    public async Task CutAsync_LongText_MakesPartsWithTheirOwnOrdinals()
    {
        var rows = new[] { Document(Text, 0), Document("short text", 1), Document(Text[..200], 2) };
        var units = await CutAsync(Suite(Both), rows, new FakeModelSession(new FakeLikelihoodModel()));
        units.Select(u => u.Samples.Single().Id).ShouldBe(["row0#0001", "row0#0002", "row0#0003", "row0#0004", "row1", "row2#0001", "row2#0002"]);
        units.Select(u => u.Samples[0].Ordinal).ShouldBe(Enumerable.Range(0, 7));
    }

    [Fact]
    public async Task RunAsync_Parts_GiveWhatTheWholeTextGives()
    {
        var model = new FakeLikelihoodModel();
        var parts = await RunAsync(Suite(Both), [Document(Text)], new FakeModelSession(model));
        var whole = await RunAsync(Suite(Both.Replace("windowsPerUnit: 2", "windowsPerUnit: 100", StringComparison.Ordinal)), [Document(Text)], new FakeModelSession(model));
        parts.Count.ShouldBe(4);
        foreach (var (measure, value) in whole.ShouldHaveSingleItem().Measures)
        {
            parts.Sum(p => p.Measures[measure]).ShouldBe(value, 1e-9, measure);
        }

        // Every token once; words and bytes of the text once in all.
        var sums = whole[0].Measures;
        (sums["rolling_tokens"], sums["bytes"], sums["words"]).ShouldBe((100, 400, Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length + 1));
        var tokens = Enumerable.Range(0, 7).SelectMany(i => FakeLikelihoodModel.LogProbs(
            0, new WindowRequest(Text, new WindowRule(WindowKind.Rolling, 16), 0, 7), TextWindowing.Rolling(100, 16, i)));
        sums["rolling_ll"].ShouldBe(tokens.Sum(), 1e-9);
        sums["half_tokens"].ShouldBe(6 * 7);
        parts.ShouldAllBe(p => p.Cluster == "row0" && p.Outcome == SampleOutcome.Completed && p.InputTokens > 0);
    }

    [Fact]
    public async Task RunAsync_OneSuite_FeedsAllItsMetrics()
    {
        var rows = Enumerable.Range(0, 6).Select(i => Document(Text[..(200 + (30 * i))], i));
        var suite = Suite(Both);
        var results = await RunAsync(suite, rows, new FakeModelSession(new FakeLikelihoodModel()));
        var estimates = await CellEstimates.ComputeAsync(suite, results.Count, 1, 0.95, 1, results.ToAsyncEnumerable(), CancellationToken.None);
        estimates.ShouldAllBe(e => e.Value > 0 && e.Low < e.Value && e.Value < e.High && e.Coverage == 1);
        estimates[1].Value!.Value.ShouldBe(Math.Pow(2, estimates[2].Value!.Value), 1e-9); // byte perplexity = 2^bits per byte
        (estimates[0].IntervalMethod, estimates[0].Clusters, estimates[3].IntervalMethod).ShouldBe(("bootstrap-documents", 6, "log-normal-tokens"));
    }

    [Fact]
    public async Task RunAsync_Original_CountsItsWordsAndBytes()
    {
        var row = Row("""{"page":"a , b","original":"a, b"}""");
        var suite = Suite("kind: perplexity\ntext: page\noriginal: original\n");
        var result = (await RunAsync(suite, [row], new FakeModelSession(new FakeLikelihoodModel()))).Single();
        (result.Measures["words"], result.Measures["bytes"]).ShouldBe((2, 4));
    }

    [Fact]
    public async Task RunAsync_EmptyText_CountsAsTheHarnessCounts()
    {
        var model = new FakeLikelihoodModel();
        var result = (await RunAsync(Suite("kind: perplexity\n"), [Document("")], new FakeModelSession(model))).Single();
        result.Outcome.ShouldBe(SampleOutcome.Completed);
        (result.Measures["rolling_ll"], result.Measures["words"], result.Measures["bytes"]).ShouldBe((0, 1, 0));
        model.WindowCalls.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_TextTooShortForChunks_KeepsTheOtherPassAndSaysWhy()
    {
        var result = (await RunAsync(Suite(Both), [Document("only a few tokens")], new FakeModelSession(new FakeLikelihoodModel()))).Single();
        result.Outcome.ShouldBe(SampleOutcome.Completed);
        result.Measures.Keys.ShouldContain("rolling_ll");
        result.Measures.Keys.ShouldNotContain("half_ll");
        result.Reason!.ShouldContain("6 tokens, the rule needs two windows of 16");

        var halfOnly = Suite("kind: perplexity\ncontextLength: 16\nmetrics: [ppl_token_halfwindow]\n");
        (await RunAsync(halfOnly, [Document("only a few tokens")], new FakeModelSession(new FakeLikelihoodModel())))[0].Outcome.ShouldBe(SampleOutcome.Skipped);
    }

    [Fact]
    public async Task RunAsync_TextThatCannotBeEncoded_IsSkippedAlone()
    {
        var model = new FakeLikelihoodModel { Unencodable = "é" };
        var results = await RunAsync(Suite("kind: perplexity\n"), [Document("café", 0), Document("tea", 1)], new FakeModelSession(model));
        results.Select(r => r.Outcome).ShouldBe([SampleOutcome.Skipped, SampleOutcome.Completed]);
        results[0].Reason!.ShouldContain("no token for \"é\"");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_WindowThatFails_MakesItsPartAnError(bool notANumber)
    {
        var model = new FakeLikelihoodModel
        {
            AnswerWindow = w => w.Index != 3 ? null
                : notANumber ? w with { LogLikelihood = double.NaN }
                : w with { Failure = new RequestFailure(RequestFailureKind.EngineFailed, "crashed") },
        };
        var suite = Suite("kind: perplexity\ncontextLength: 16\nwindowsPerUnit: 2\n");
        var results = await RunAsync(suite, [Document(Text)], new FakeModelSession(model));
        results.Select(r => r.Outcome).ShouldBe([SampleOutcome.Completed, SampleOutcome.ProviderError, SampleOutcome.Completed, SampleOutcome.Completed]);
        results[1].Measures.ShouldBeEmpty();

        // The missing part took its share of words and bytes with it, so the rest is still a sound ratio.
        var estimates = await CellEstimates.ComputeAsync(suite, 4, 1, 0.95, 1, results.ToAsyncEnumerable(), CancellationToken.None);
        var left = results.Where(r => r.Outcome == SampleOutcome.Completed).ToList();
        estimates[0].Value!.Value.ShouldBe(-left.Sum(r => r.Measures["rolling_ll"]) / left.Sum(r => r.Measures["rolling_tokens"]) / 4 / Math.Log(2), 1e-9);
        (estimates[0].N, estimates[0].Coverage).ShouldBe((3, 0.75));
    }

    [Fact]
    public async Task RunAsync_Detail_ListsTheWindows()
    {
        var results = await RunAsync(Suite(Both), [Document(Text)], new FakeModelSession(new FakeLikelihoodModel()));
        using var detail = JsonDocument.Parse(results[1].DetailJson!);
        detail.RootElement.GetProperty("rolling").EnumerateArray().Select(w => w.GetProperty("i").GetInt32()).ShouldBe([2, 3]);
        detail.RootElement.GetProperty("half").EnumerateArray().Sum(w => w.GetProperty("ll").GetDouble()).ShouldBe(results[1].Measures["half_ll"], 1e-12);
    }

    [Theory]
    [InlineData("metrics: [kld_mean]", "\"reference\" is missing")]
    [InlineData("reference: other", "\"reference\" is not used")]
    [InlineData("prompt: x", "\"prompt\" has no meaning")]
    [InlineData("text: '{{a}}'", "\"{{a}}\" is not a field")]
    [InlineData("contextLength: 2", "\"contextLength\" must be a whole number, 8 or more")]
    [InlineData("windowPerUnit: 2", "unknown key \"windowPerUnit\"")]
    public void Read_Mistake_IsReported(string yaml, string problem) =>
        ConfigAssert.Problem(() => Suite("kind: perplexity\n" + yaml + "\n")).ShouldContain(problem);

    [Theory]
    [InlineData("""{"body":"x"}""", "there is no field \"text\"")]
    [InlineData("""{"text":3}""", "the field \"text\" is not a text")]
    public void Check_BadRow_IsAnErrorWithItsPlace(string row, string problem)
    {
        var message = ConfigAssert.Problem(() => Check(Suite("kind: perplexity\n"), Row(row, 2)));
        message.ShouldStartWith("data.jsonl:3: ");
        message.ShouldContain(problem);
    }

    [Fact]
    public void WhyNot_ModelWithoutTexts_IsTold()
    {
        var kind = SuiteKinds.Find("perplexity")!;
        kind.WhyNot(Suite("kind: perplexity\n"), new FakeModelSession(chat: new ScriptedChatClient(_ => "")).Description)!.ShouldContain("likelihoods");
        kind.WhyNot(Suite("kind: perplexity\n"), new FakeModelSession(new FakeLikelihoodModel()).Description).ShouldBeNull();
    }

    private static Sample Document(string text, int ordinal = 0) => Row(JsonSerializer.Serialize(new { text }), ordinal);
}
