using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.TestSupport;

namespace Eval.Core.Tests.Metrics;

/// <summary>Samples and estimates in a line each.</summary>
internal static class MetricTesting
{
    public static SampleResult Sample(int ordinal, params (string Name, double Value)[] measures) => new()
    {
        Ordinal = ordinal,
        SampleId = "s" + ordinal,
        Outcome = SampleOutcome.Completed,
        Measures = measures.ToDictionary(m => m.Name, m => m.Value),
    };

    public static SampleResult Failed(int ordinal, SampleOutcome outcome) => new() { Ordinal = ordinal, SampleId = "s" + ordinal, Outcome = outcome };

    public static IEnumerable<SampleResult> Rate(string metric, int right, int total) =>
        Enumerable.Range(0, total).Select(i => Sample(i, (metric, i < right ? 1 : 0)));

    public static Estimate Estimate(string metric, IEnumerable<SampleResult> samples, int? planned = null, int epochs = 1, string? cluster = null) =>
        Estimates([metric], samples, planned, epochs, cluster)[0];

    public static IReadOnlyList<Estimate> Estimates(
        IReadOnlyList<string> metrics,
        IEnumerable<SampleResult> samples,
        int? planned = null,
        int epochs = 1,
        string? cluster = null,
        IReadOnlyList<string>? slices = null)
    {
        var list = samples.ToList();
        var suite = TestSuites.Of("multiple-choice", metrics: metrics, cluster: cluster, slices: slices);
        var estimates = new CellEstimates(suite, planned ?? list.Count / epochs, epochs, 0.95, seed: 1);
        list.ForEach(estimates.Add);
        return estimates.Finish();
    }
}
