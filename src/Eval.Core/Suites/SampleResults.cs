using Eval.Core.Datasets;
using Eval.Core.Running;

namespace Eval.Core.Suites;

/// <summary>Starts results: what every kind fills in alike.</summary>
internal static class SampleResults
{
    /// <summary>A result with its place, slices and cluster; the kind adds outcome and numbers.</summary>
    public static SampleResult Start(Suite suite, WorkUnit unit, Sample sample, SampleOutcome outcome, string? reason = null)
    {
        var slices = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in suite.Slices)
        {
            if (Text(field, sample) is { } value)
            {
                slices[field] = value;
            }
        }

        return new SampleResult
        {
            Ordinal = sample.Ordinal,
            Epoch = unit.Epoch,
            SampleId = sample.Id,
            Outcome = outcome,
            Reason = reason,
            Slices = slices,
            Cluster = suite.Cluster is { } cluster ? Text(cluster, sample) : null,
        };
    }

    private static string? Text(string field, Sample sample) => FieldPath.TryParse(field, out var path) ? path.FindText(sample.Fields) : null;
}
