using Eval.Core.Comparisons;
using Eval.Core.Models;
using Eval.Core.Running;

namespace Eval.Core.Tests.Comparisons;

/// <summary>Stored cells for tests, in a line each.</summary>
internal static class Cells
{
    public const string Definition = """{"kind":"multiple-choice","metrics":["acc"],"name":"facts","prompt":"Question: {{q}}","version":"1"}""";

    public static ComparedCell Of(
        IEnumerable<SampleResult> samples,
        int? planned = null,
        int epochs = 1,
        IReadOnlyList<string>? metrics = null,
        string definition = Definition,
        string data = "data-1",
        int? limit = null,
        int seed = 17,
        string? skipped = null,
        string suite = "facts",
        string machine = "here",
        ModelIdentity? model = null,
        string? filter = null)
    {
        var list = samples.ToList();
        var identity = model ?? new ModelIdentity("local", "sha-1", "llama.cpp 0.5.0", "context=512;kvType=f16");
        var cell = new StoredCell(
            1, "tiny", identity.Canonical, suite, "1", "multiple-choice", ContentHash.Of(definition), data, planned ?? list.Count / epochs, epochs, limit,
            skipped, list.CountBy(s => s.Outcome).ToDictionary(), 0, 0, 0, 0, null, [])
        {
            Model = identity,
            Filter = filter,
            DefinitionText = definition,
            Metrics = metrics ?? ["acc"],
        };
        var run = new StoredRun(1, null, "plan", RunStatus.Finished, null, "cli", seed, DateTimeOffset.UnixEpoch, null, [cell]) { Machine = machine };
        return new ComparedCell(run, cell, new InMemory(list));
    }

    /// <summary>Samples q0, q1 … with the given accuracies; NaN is a provider error.</summary>
    public static IEnumerable<SampleResult> Scored(params double[] scores) => scores.Select((s, i) => Sample($"q{i}", i, s));

    public static SampleResult Sample(string id, int ordinal, double score, int epoch = 0, string metric = "acc") => new()
    {
        Ordinal = ordinal,
        Epoch = epoch,
        SampleId = id,
        Outcome = double.IsNaN(score) ? SampleOutcome.ProviderError : SampleOutcome.Completed,
        Measures = double.IsNaN(score) ? new Dictionary<string, double>() : new Dictionary<string, double> { [metric] = score },
        Slices = new Dictionary<string, string> { ["topic"] = ordinal % 2 == 0 ? "even" : "odd" },
        Prompt = $"Question: {id}?",
        Target = "yes",
    };

    public static async Task<PairedScores> PairAsync(ComparedCell old, ComparedCell @new, string metric = "acc") =>
        (await ReadAsync(old, @new)).Of(metric)!.Scores.ShouldNotBeNull();

    public static Task<CellPairing> ReadAsync(ComparedCell old, ComparedCell @new) => CellPairing.ReadAsync(old, @new, null, CancellationToken.None);

    private sealed class InMemory(List<SampleResult> samples) : ISampleSource
    {
        public async IAsyncEnumerable<SampleResult> ReadSamplesAsync(
            long cellId, bool texts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (var sample in samples.OrderBy(s => s.Epoch).ThenBy(s => s.Ordinal))
            {
                yield return texts ? sample : sample with { Prompt = null, Answer = null, Target = null, DetailJson = null };
            }
        }
    }
}
