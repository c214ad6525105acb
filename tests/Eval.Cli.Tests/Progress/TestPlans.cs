using Eval.Core.Costs;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;

namespace Eval.Cli.Tests.Progress;

/// <summary>Plans for rendering tests.</summary>
internal static class TestPlans
{
    public static RunPlan ThreeByTwo() => Of(
    [
        .. new[] { "tiny-large", "tiny-medium", "tiny-small" }.SelectMany(c => new[] { Cell(c, "demo-facts", 1200), Cell(c, "demo-perplexity", 88) }),
    ]);

    public static RunPlan Many(int count) => Of([.. Enumerable.Range(0, count).Select(i => Cell($"c{i}", "s", 10))]);

    public static RunPlan Of(IReadOnlyList<RunCell> cells) => new()
    {
        Hash = "0123456789abcdef0123",
        Cells = cells,
        Seed = 17,
        Confidence = 0.95,
        Trigger = "cli",
        WorkspaceFile = "/w/eval.yaml",
    };

    public static RunCell Cell(string candidate, string suite, int samples) => new()
    {
        Candidate = new Candidate { Id = candidate },
        Model = new ModelDescription(new ModelIdentity("local", "w", "e", "s"), new ModelCapabilities(), new Dictionary<string, string>()),
        Suite = new Suite
        {
            Name = suite,
            Version = "1",
            Kind = "multiple-choice",
            File = "/w/s.yaml",
            Directory = "/w",
            Dataset = new DatasetSpec(),
            Metrics = ["acc"],
            Settings = new object(),
            DefinitionHash = "d",
        },
        DataHash = "h",
        Samples = samples,
        Epochs = 1,
        Estimate = new RunEstimate(samples * 4L, samples * 50L, 0, new Money(0.1m), new Money(1.234567m)),
    };
}
