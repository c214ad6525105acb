using Eval.Core.Costs;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;

namespace Eval.Storage.Tests;

/// <summary>Plans and samples for tests.</summary>
internal static class Plans
{
    public static RunPlan Of(string hash = "plan-1", string? name = null, int samples = 10, int epochs = 1, string[]? candidates = null, string[]? suites = null) => new()
    {
        Hash = hash,
        Name = name,
        Seed = 17,
        Confidence = 0.95,
        Trigger = "cli",
        WorkspaceFile = "/somewhere/eval.yaml",
        Cells = [.. from c in candidates ?? ["tiny"] from s in suites ?? ["facts"] select Cell(c, s, samples, epochs)],
    };

    public static RunCell Cell(string candidate, string suite, int samples, int epochs = 1, string weights = "sha-1", string? url = null) => new()
    {
        Candidate = new Candidate
        {
            Id = candidate,
            Local = new LocalModelSpec { File = $"/models/{candidate}.gguf", Url = url },
            Price = new PriceSpec { PerHour = 0.20m },
            Tags = ["small"],
        },
        Model = new ModelDescription(
            new ModelIdentity("local", weights, "llama.cpp 0.5.0", "context=512"),
            new ModelCapabilities { Likelihoods = true },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["architecture"] = "llama" }),
        Suite = new Suite
        {
            Name = suite,
            Version = "1",
            Kind = "multiple-choice",
            File = "/somewhere/suite.yaml",
            Directory = "/somewhere",
            Dataset = new DatasetSpec(),
            Metrics = ["acc"],
            Settings = new object(),
            DefinitionHash = "definition-" + suite,
            DefinitionText = $"{{\"name\":\"{suite}\"}}",
        },
        DataHash = "data-" + suite,
        Samples = samples,
        Epochs = epochs,
        Estimate = new RunEstimate(samples, samples * 50L, 0),
    };

    public static SampleResult Sample(int ordinal, int epoch = 0, SampleOutcome outcome = SampleOutcome.Completed, double acc = 1) => new()
    {
        Ordinal = ordinal,
        Epoch = epoch,
        SampleId = $"q{ordinal}",
        Outcome = outcome,
        Measures = outcome.IsScored() ? new Dictionary<string, double>(StringComparer.Ordinal) { ["acc"] = acc, ["ll"] = -1.25 - ordinal } : new Dictionary<string, double>(),
        Slices = new Dictionary<string, string>(StringComparer.Ordinal) { ["topic"] = ordinal % 2 == 0 ? "even" : "odd" },
        Prompt = $"Question {ordinal}?",
        Answer = $"answer {ordinal}",
        Target = $"target {ordinal}",
        DetailJson = """{"choices":[-1.5,-2.5]}""",
        InputTokens = 20,
        OutputTokens = 2,
        DurationMs = 1.5,
        CostMicroUsd = 3,
    };

    public static IReadOnlyList<CellResult> Batch(long cell, int from, int count) =>
        [.. Enumerable.Range(from, count).Select(i => new CellResult(cell, Sample(i)))];
}
