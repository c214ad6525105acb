using System.Text.Json.Nodes;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Tests.Hosting;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Suites;

/// <summary>Generation suites answered by the demo models: questions of demo-facts, the answers written out.</summary>
public sealed class GenerationSuiteTests
{
    private const string Facts = """
        name: facts
        version: 1
        kind: generation
        dataset: { samples: [ { x: 1 } ] }
        prompt: "Question: {{question}}\nAnswer:"
        target: right
        stop: ["\n"]
        maxTokens: 8
        scoring: [exact_match, contains]

        """;

    [Theory] // the model card measures 57 and 58 of 60 on such questions; a quarter of these are sums
    [InlineData("chat")]
    [InlineData("raw")]
    public async Task RunAsync_DemoModel_AnswersQuestionsOfItsWorld(string mode)
    {
        var (estimates, results) = await RunAsync(Facts + $"mode: {mode}\n", DemoModels.TinyLarge, Rows(60));
        results.ShouldAllBe(r => r.Outcome == SampleOutcome.Completed || r.Outcome == SampleOutcome.Truncated);
        estimates.Select(e => e.MetricId).ShouldBe(["exact_match", "exact_match_extracted", "contains"]);
        estimates[0].Value!.Value.ShouldBeInRange(0.75, 1);
        estimates[1].Value.ShouldBe(1);
        results.ShouldAllBe(r => r.InputTokens > 5 && r.OutputTokens >= 1 && r.OutputTokens <= 8 && r.Prompt!.EndsWith("Answer:"));

        // The same unit again gives the same answers, and a unit of one too: nothing depends on who is beside.
        var alone = (await RunAsync(Facts + $"mode: {mode}\nunitSize: 1\n", DemoModels.TinyLarge, Rows(6))).Results;
        alone.Select(r => r.Answer).ShouldBe(results.Take(6).Select(r => r.Answer));
    }

    [Fact]
    public async Task RunAsync_Epochs_DrawDifferentAnswersThatRepeat()
    {
        const string Drawn = "temperature: 1.2\nepochs: 5\nmetrics: [exact_match, pass@1, pass@5, maj@5]\n";
        var (estimates, results) = await RunAsync(Facts + Drawn, DemoModels.TinySmall, Rows(20), epochs: 5);
        results.GroupBy(r => r.SampleId).Count(g => g.Select(r => r.Answer).Distinct().Count() > 1).ShouldBeGreaterThan(10);
        var again = (await RunAsync(Facts + Drawn, DemoModels.TinySmall, Rows(20), epochs: 5)).Results;
        again.Select(r => r.Answer).ShouldBe(results.Select(r => r.Answer));
        estimates[1].Value!.Value.ShouldBe(estimates[0].Value!.Value, 1e-12);
        estimates[2].Value!.Value.ShouldBeGreaterThan(estimates[1].Value!.Value);
        (estimates[2].N, estimates[0].N).ShouldBe((20, 100));
    }

    private static List<JsonObject> Rows(int count) =>
    [
        .. File.ReadLines(Path.Combine(SharedFolder.RepositoryRoot, "suites", "demo-facts", "facts.jsonl")).Take(count).Select(line =>
        {
            var row = (JsonObject)JsonNode.Parse(line)!;
            row["right"] = row["choices"]![row["answer"]!.GetValue<int>()]!.GetValue<string>();
            return row;
        }),
    ];

    private static async Task<(IReadOnlyList<Estimate> Estimates, List<SampleResult> Results)> RunAsync(string yaml, string model, List<JsonObject> rows, int epochs = 1)
    {
        using var folder = new TemporaryFolder();
        var suite = SuiteLoader.Load(folder.Write("suite.yaml", yaml));
        var kind = SuiteKinds.Find(suite.Kind)!;
        using var provider = TestHostProgram.Provider();
        await using var session = await provider.OpenAsync(HostedModels.Candidate(model), CancellationToken.None);
        kind.WhyNot(suite, session.Description).ShouldBeNull();
        var context = new SampleContext(1, null, folder.Root);
        var samples = rows.Select((r, i) => new Sample(i, "row" + i, r, new SourcePosition("rows", i + 1, 0))).ToList();
        var results = new List<SampleResult>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            await foreach (var unit in kind.CutAsync(suite, samples.ToAsyncEnumerable(), context, session, CancellationToken.None))
            {
                results.AddRange(await kind.RunAsync(suite, unit with { Epoch = epoch }, context, session, CancellationToken.None));
            }
        }

        return (await CellEstimates.ComputeAsync(suite, rows.Count, epochs, 0.95, 1, results.ToAsyncEnumerable(), CancellationToken.None), results);
    }
}
