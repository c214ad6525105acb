using System.Text.Json;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.TestSupport;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.Perplexity;

public class ReferenceComparisonTests
{
    private const string Yaml = "kind: perplexity\ncontextLength: 16\nwindowsPerUnit: 2\nreference: full\n"
        + "metrics: [kld_mean, kld_p99, top_token_agreement, ppl_ratio, ppl_token_halfwindow]\n";

    private static readonly string Text = string.Concat(Enumerable.Range(0, 100).Select(i => $"w{i:00} "));

    [Fact]
    public async Task RunAsync_Reference_GivesTheSumsOfItsTokens()
    {
        using var folder = new TemporaryFolder();
        var (model, reference) = (new FakeLikelihoodModel { Seed = 1 }, new FakeLikelihoodModel { Seed = 2 });
        var results = await RunAsync(Suite(Yaml), [Document], new FakeModelSession(model), In(folder, reference));
        results.Count.ShouldBe(3); // 101 tokens with BOS, 6 chunks, 2 a part
        var request = new WindowRequest(Text, new WindowRule(WindowKind.HalfWindow, 16), 0, 6);
        var windows = Enumerable.Range(0, 6).Select(i => TextWindowing.HalfWindow(16, i)).ToList();
        var own = windows.SelectMany(w => FakeLikelihoodModel.LogProbs(1, request, w)).ToList();
        var other = windows.SelectMany(w => FakeLikelihoodModel.LogProbs(2, request, w)).ToList();
        Sum("kld_tokens").ShouldBe(42);
        Sum("kld_ll").ShouldBe(own.Sum(), 1e-5);
        Sum("kld_ref_ll").ShouldBe(other.Sum(), 1e-5);
        Sum("kld_ll_ref_ll").ShouldBe(own.Zip(other, (a, b) => a * b).Sum(), 1e-4);
        Sum("kld_sum").ShouldBe(own.Zip(other, (a, b) => Math.Abs(a - b) / 4).Sum(), 1e-5);
        Sum("same_top").ShouldBe(own.Zip(other).Count(p => Math.Abs(p.First - p.Second) < 1));
        Sum("half_ll").ShouldBe(Sum("kld_ll")); // the same tokens serve the half-window metric without a second pass
        model.WindowCalls.ShouldBeEmpty();

        using var detail = JsonDocument.Parse(results[0].DetailJson!);
        PackedFloats.Unpack(detail.RootElement.GetProperty("kld").GetString()!).Length.ShouldBe(14);
        var estimates = await CellEstimates.ComputeAsync(Suite(Yaml), 3, 1, 0.95, 1, results.ToAsyncEnumerable(), CancellationToken.None);
        estimates.ShouldAllBe(e => e.Value != null && e.Low <= e.Value && e.Value <= e.High && e.Coverage == 1);

        double Sum(string measure) => results.Sum(r => r.Measures[measure]);
    }

    [Fact]
    public async Task RunAsync_SecondCandidate_ReusesTheReferencesFiles()
    {
        using var folder = new TemporaryFolder();
        var reference = new FakeLikelihoodModel { Seed = 2 };
        await RunAsync(Suite(Yaml), [Document], new FakeModelSession(new FakeLikelihoodModel { Seed = 1 }), In(folder, reference));
        await RunAsync(Suite(Yaml), [Document], new FakeModelSession(new FakeLikelihoodModel { Seed = 3 }), In(folder, reference));
        reference.ReferenceCalls.Count.ShouldBe(3);
        Directory.GetFiles(folder.Root).Length.ShouldBe(3);

        // Another reference has files of its own.
        await RunAsync(Suite(Yaml), [Document], new FakeModelSession(new FakeLikelihoodModel { Seed = 3 }), In(folder, new FakeLikelihoodModel { Seed = 4 }));
        Directory.GetFiles(folder.Root).Length.ShouldBe(6);
    }

    [Fact]
    public async Task RunAsync_ReferenceDiesWhileWriting_LeavesNoFileAndOnlyItsPartFails()
    {
        using var folder = new TemporaryFolder();
        var reference = new FakeLikelihoodModel
        {
            Seed = 2,
            BeforeCall = (call, _) => call == 1 ? throw new ModelUnavailableException("crashed", isPermanent: false) : Task.CompletedTask,
        };
        var results = await RunAsync(Suite(Yaml), [Document], new FakeModelSession(new FakeLikelihoodModel { Seed = 1 }), In(folder, reference));
        results.Select(r => r.Outcome).ShouldBe([SampleOutcome.Completed, SampleOutcome.ProviderError, SampleOutcome.Completed]);
        results[1].Reason.ShouldBe("comparison: the reference full: crashed");
        Directory.GetFiles(folder.Root).Length.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_OtherVocabulary_IsSkippedWithTheReason()
    {
        using var folder = new TemporaryFolder();
        var context = In(folder, new FakeModelSession(new FakeLikelihoodModel { Seed = 2 }, vocabulary: "other"));
        var results = await RunAsync(Suite(Yaml), [Document], new FakeModelSession(new FakeLikelihoodModel { Seed = 1 }), context);
        results.ShouldAllBe(r => r.Outcome == SampleOutcome.Skipped && r.Reason!.Contains("another vocabulary"));
    }

    [Fact]
    public async Task RunAsync_ModelItself_HasNoDivergence()
    {
        using var folder = new TemporaryFolder();
        var model = new FakeLikelihoodModel { Seed = 2 };
        var results = await RunAsync(Suite(Yaml), [Document], new FakeModelSession(model), In(folder, model));
        var estimates = await CellEstimates.ComputeAsync(Suite(Yaml), 3, 1, 0.95, 1, results.ToAsyncEnumerable(), CancellationToken.None);
        estimates.Take(4).Select(e => e.Value).ShouldBe([0, 0, 1, 1]);
    }

    private static Sample Document => Row(JsonSerializer.Serialize(new { text = Text }));

    private static SampleContext In(TemporaryFolder folder, FakeLikelihoodModel reference) => In(folder, new FakeModelSession(reference, id: "full"));

    private static SampleContext In(TemporaryFolder folder, FakeModelSession reference) => Context with
    {
        WorkFolder = folder.Root,
        OpenReference = (id, _) => id == "full" ? Task.FromResult<IModelSession>(reference) : throw new InvalidOperationException(id),
    };
}
