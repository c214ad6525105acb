using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.Core.Prompts;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Suites.Kinds;

/// <summary>Suites from YAML, rows from JSON, and a run without a runner.</summary>
internal static class KindTesting
{
    public static SampleContext Context { get; } = new(Seed: 1, FewShot: null, WorkFolder: "unused");

    public static Suite Suite(string yaml)
    {
        using var folder = new TemporaryFolder();
        return SuiteLoader.Load(folder.Write("suite.yaml", "name: test\nversion: 1\ndataset: { samples: [ { x: 1 } ] }\n" + yaml));
    }

    public static Sample Row(string json, int ordinal = 0) =>
        new(ordinal, "row" + ordinal, (JsonObject)JsonNode.Parse(json)!, new SourcePosition("data.jsonl", ordinal + 1, 0));

    public static async Task<List<WorkUnit>> CutAsync(Suite suite, IEnumerable<Sample> samples, IModelSession model, SampleContext? context = null) =>
        await SuiteKinds.Find(suite.Kind)!.CutAsync(suite, samples.ToAsyncEnumerable(), context ?? Context, model, CancellationToken.None).ToListAsync();

    public static async Task<List<SampleResult>> RunAsync(Suite suite, IEnumerable<Sample> samples, IModelSession model, SampleContext? context = null)
    {
        var results = new List<SampleResult>();
        foreach (var unit in await CutAsync(suite, samples, model, context))
        {
            var done = await SuiteKinds.Find(suite.Kind)!.RunAsync(suite, unit, context ?? Context, model, CancellationToken.None);
            done.Select(r => r.Ordinal).ShouldBe(unit.Samples.Select(s => s.Ordinal));
            results.AddRange(done);
        }

        return results;
    }

    public static SampleEstimate Check(Suite suite, Sample sample, SampleContext? context = null) =>
        SuiteKinds.Find(suite.Kind)!.Check(suite, sample, context ?? Context);

    /// <summary>Always the same examples.</summary>
    public sealed class FixedExamples(params Sample[] examples) : FewShotSelector
    {
        public override IReadOnlyList<Sample> Choose(Sample sample) => examples;
    }
}
