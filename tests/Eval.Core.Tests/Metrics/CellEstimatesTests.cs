using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.TestSupport;
using static Eval.Core.Tests.Metrics.MetricTesting;

namespace Eval.Core.Tests.Metrics;

[Collection(nameof(MeasuringMemory))]
public class CellEstimatesTests
{
    [Fact]
    public void Finish_Slices_AreReportedByFieldAndValueAfterTheWhole()
    {
        var samples = Rate("acc", 3, 6).Select((s, i) => s with { Slices = new Dictionary<string, string> { ["subject"] = i < 4 ? "b" : "a" } })
            .Append(Failed(6, SampleOutcome.TimedOut) with { Slices = new Dictionary<string, string> { ["subject"] = "a" } });
        var estimates = Estimates(["acc"], samples, slices: ["subject"]);
        estimates.Select(e => e.Slice).ShouldBe([null, "subject=a", "subject=b"]);
        (estimates[1].Value, estimates[1].N, estimates[1].Planned).ShouldBe((0.0, 2, 3));
        (estimates[2].Value, estimates[2].N, estimates[2].Planned).ShouldBe((0.75, 4, 4));
    }

    [Fact]
    public void Finish_TooManySliceValues_AreLeftOutWithANote()
    {
        var samples = Rate("acc", 100, CellEstimates.MostSliceValues + 1)
            .Select(s => s with { Slices = new Dictionary<string, string> { ["id"] = s.SampleId, ["half"] = s.Ordinal % 2 == 0 ? "even" : "odd" } });
        var estimates = Estimates(["acc"], samples, slices: ["id", "half"]);
        estimates.Select(e => e.Slice).ShouldBe([null, "half=even", "half=odd"]);
        estimates[0].Note!.ShouldContain("\"id\"");
    }

    [Fact]
    public void Finish_SliceThatFails_IsShownWithoutValue()
    {
        var failed = Failed(0, SampleOutcome.ProviderError) with { Slices = new Dictionary<string, string> { ["subject"] = "law" } };
        var estimates = Estimates(["acc"], [failed], slices: ["subject"]);
        (estimates[1].Slice, estimates[1].Value, estimates[1].Planned).ShouldBe(("subject=law", null, 1));
    }

    [Fact]
    public async Task ComputeAsync_Stream_EqualsAdding()
    {
        var suite = TestSuites.Of("multiple-choice", metrics: ["acc"]);
        (await CellEstimates.ComputeAsync(suite, 10, 1, 0.95, 1, Rate("acc", 4, 10).ToAsyncEnumerable(), CancellationToken.None))
            .ShouldBe(Estimates(["acc"], Rate("acc", 4, 10)));
    }

    [Fact]
    public void Constructor_UnknownMetric_Throws() =>
        Should.Throw<ArgumentException>(() => new CellEstimates(TestSuites.Of("multiple-choice", metrics: ["accuracy"]), 1, 1, 0.95, 1));

    [Fact]
    public void Add_ManyIndependentSamples_KeepsMemoryFlat()
    {
        var suite = TestSuites.Of("multiple-choice", metrics: ["acc", "acc_norm_chars", "brier"]);
        var estimates = new CellEstimates(suite, 200_000, 1, 0.95, 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 200_000; i++)
        {
            estimates.Add(Sample(i, ("acc", i % 2), ("acc_norm_chars", 1), ("brier", 0.5)));
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(1 << 20);
        estimates.Finish()[0].N.ShouldBe(200_000);
    }
}
