using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Tests.Engine;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.LlamaCpp.Tests.Suites;

/// <summary>Whole suites on real models: from a definition to the estimate that a user reads.</summary>
public sealed class SuiteOracleTests
{
    [SharedTheory]
    [InlineData(1)] // every chunk a part of its own
    [InlineData(64)]
    public async Task Perplexity_TinyFixture_GivesTheToolsValueAndError(int windowsPerUnit)
    {
        // research/benchmark-harnesses.md 4.5: 3.43943209 ± 0.43046103 over 252 tokens (float32, no flash attention).
        var (estimates, results) = await RunAsync(
            $"kind: perplexity\ncontextLength: 128\nwindowsPerUnit: {windowsPerUnit}\nmetrics: [ppl_token_halfwindow, bits_per_byte]\n",
            [new JsonObject { ["text"] = OracleText.SixTimes }]);
        estimates[0].Value!.Value.ShouldBe(3.43943209, 5e-6);
        estimates[0].StandardError!.Value.ShouldBe(0.43046103, 5e-6);
        estimates[0].Note!.ShouldContain("252 tokens");
        results.Sum(r => r.Measures["bytes"]).ShouldBe(1638, 1e-9);
        estimates[1].Value!.Value.ShouldBeInRange(0.3, 3);
        estimates[1].Note!.ShouldContain("one document");
    }

    [SharedTheory] // arc_first_300 of models/reference_bench.json
    [InlineData("Easy", 0.23666666666666666)]
    [InlineData("Challenge", 0.21666666666666667)]
    public async Task MultipleChoice_Arc_GivesTheReferencesAccuracy(string set, double accuracy)
    {
        var rows = File.ReadLines(SharedFolder.PathOf("datasets", "arc", $"ARC-{set}-test.jsonl")).Take(300);
        var (estimates, results) = await RunAsync(
            "kind: multiple-choice\nprompt: \"Question: {{question}}\\nAnswer:\"\nchoices: choices\nanswer: answer\nmetrics: [acc, acc_norm_chars, brier]\ntooLong: truncateLeft\n",
            [.. rows.Select(r => (JsonObject)JsonNode.Parse(r)!)], exact: false);
        estimates[0].Value!.Value.ShouldBe(accuracy, 1e-12);
        (estimates[0].N, estimates[0].IntervalMethod).ShouldBe((300, "wilson"));
        estimates[2].Value!.Value.ShouldBeInRange(0.5, 2);

        // One question has more tokens than this model's context; the declared rule cuts it, and the result says so.
        results.Count(r => r.Reason?.Contains("truncated on the left", StringComparison.Ordinal) == true).ShouldBe(1);

        // The reference counts the leading space as a character, which the harness does not; from the stored log-likelihoods both can be had.
        // It had no limit of context either, so the truncated question may differ.
        var withSpace = set == "Easy" ? 0.23333333333333334 : 0.20666666666666667;
        results.Average(r => RightWithSpace(r) ? 1.0 : 0).ShouldBe(withSpace, 1.001 / 300);
    }

    [SharedFact]
    public async Task MultipleChoice_Winogrande_GivesTheToolsLogProbabilities()
    {
        // research/benchmark-harnesses.md 4.5. The tool leaves the full stop out; a suffix without it scores the same tokens.
        JsonObject[] rows =
        [
            Winogrande("Lily gave the toy to Tom because ", "Lily", "Tom", "was very kind to him"),
            Winogrande("Tom was sad, so Mom hugged him because ", "Mom", "Tom", "wanted to help him"),
            Winogrande("The dog ran after the cat because ", "dog", "cat", "wanted to play"),
        ];
        var (_, results) = await RunAsync(
            "kind: multiple-choice\ncontextPerChoice: '{{before}}{{choice}}'\nsuffix: '{{after}}'\nchoices: options\nanswer: answer\nanswerBase: 1\n", rows);
        double[][] expected = [[-1.615297, -1.617892], [-0.977733, -0.917121], [-1.405143, -1.626626]];
        for (var i = 0; i < rows.Length; i++)
        {
            using var detail = JsonDocument.Parse(results[i].DetailJson!);
            detail.RootElement.GetProperty("choices").EnumerateArray()
                .Select(c => c.GetProperty("ll").GetDouble() / c.GetProperty("tokens").GetInt32()).ShouldBe(expected[i], 2e-5);
        }

        results.Select(r => r.Answer).ShouldBe(["Lily", "Tom", "dog"]);
    }

    [SharedFact]
    public async Task Perplexity_QuantisedAgainstFullPrecision_IsPairedOnTheSameTokens()
    {
        JsonObject[] rows = [new() { ["text"] = string.Concat(Enumerable.Repeat(OracleText.Paragraph, 8)) }];
        const string Halves = "kind: perplexity\ncontextLength: 128\nwindowsPerUnit: 1\nmetrics: [ppl_token_halfwindow";
        var (full, _) = await RunAsync(Halves + "]\n", rows, model: SharedModels.Stories656K("F32"));
        var (quantised, _) = await RunAsync(Halves + "]\n", rows, model: SharedModels.Stories656K("Q4_0"));
        var (compared, results) = await RunAsync(
            Halves + ", ppl_ratio, kld_mean, kld_p99, kld_max, top_token_agreement]\nreference: full\n", rows,
            model: SharedModels.Stories656K("Q4_0"), reference: SharedModels.Stories656K("F32"));
        results.Count.ShouldBeGreaterThan(1);
        compared[0].Value!.Value.ShouldBe(quantised[0].Value!.Value, 1e-4);
        var ratio = compared[1];
        ratio.Value!.Value.ShouldBe(quantised[0].Value!.Value / full[0].Value!.Value, 1e-3); // the reference is stored in 16 bits

        // What pairing is for: the error of the ratio is far below that of either perplexity.
        (ratio.StandardError!.Value / ratio.Value.Value).ShouldBeLessThan(0.5 * full[0].StandardError!.Value / full[0].Value!.Value);
        var (mean, percentile, largest, agreement) = (compared[2].Value!.Value, compared[3].Value!.Value, compared[4].Value!.Value, compared[5].Value!.Value);
        mean.ShouldBeGreaterThan(0);
        percentile.ShouldBeInRange(mean, largest);
        agreement.ShouldBeInRange(0.5, 1);
    }

    private static JsonObject Winogrande(string before, string first, string second, string after) =>
        new() { ["before"] = before, ["after"] = after, ["options"] = new JsonArray(first, second), ["answer"] = 1 };

    private static bool RightWithSpace(SampleResult result)
    {
        using var detail = JsonDocument.Parse(result.DetailJson!);
        var rates = detail.RootElement.GetProperty("choices").EnumerateArray()
            .Select(c => c.GetProperty("ll").GetDouble() / (c.GetProperty("chars").GetInt32() + 1)).ToArray();
        return Array.IndexOf(rates, rates.Max()) == detail.RootElement.GetProperty("gold")[0].GetInt32();
    }

    private static async Task<(IReadOnlyList<Estimate> Estimates, IReadOnlyList<SampleResult> Results)> RunAsync(
        string yaml, IReadOnlyList<JsonObject> rows, bool exact = true, string? model = null, string? reference = null)
    {
        using var folder = new TemporaryFolder();
        var suite = SuiteLoader.Load(folder.Write("suite.yaml", "name: test\nversion: 1\ndataset: { samples: [ { x: 1 } ] }\n" + yaml));
        var kind = SuiteKinds.Find(suite.Kind)!;
        using var engine = TestModels.Open(model ?? SharedModels.Stories260K, exact);
        using var other = reference is null ? null : TestModels.Open(reference, exact);
        await using var session = new EngineSession(engine);
        var context = new SampleContext(1, null, folder.Root, (_, _) => Task.FromResult<IModelSession>(new EngineSession(other!)));
        var samples = rows.Select((r, i) => new Sample(i, "row" + i, r, new SourcePosition("rows", i + 1, 0)));
        var results = new List<SampleResult>();
        await foreach (var unit in kind.CutAsync(suite, samples.ToAsyncEnumerable(), context, session, CancellationToken.None))
        {
            results.AddRange(await kind.RunAsync(suite, unit, context, session, CancellationToken.None));
        }

        results.ShouldAllBe(r => r.Outcome == SampleOutcome.Completed);
        return (await CellEstimates.ComputeAsync(suite, results.Count, 1, 0.95, 1, results.ToAsyncEnumerable(), CancellationToken.None), results);
    }

    private sealed class EngineSession(LlamaEngine engine) : IModelSession
    {
        public Candidate Candidate { get; } = new() { Id = "stories" };

        public ModelDescription Description { get; } = new(
            new ModelIdentity("local", "test", "test", ""),
            new ModelCapabilities { Likelihoods = true, TextWindows = true, FullDistributions = true },
            new Dictionary<string, string>());

        public ILikelihoodModel? Likelihood => engine;

        public IChatClient? Chat => null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
