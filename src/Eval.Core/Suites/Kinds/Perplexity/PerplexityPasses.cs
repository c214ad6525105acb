using Eval.Core.Metrics;

namespace Eval.Core.Suites.Kinds.Perplexity;

/// <summary>The passes over a text that a suite's metrics need.</summary>
/// <param name="Rolling">Every token once (lm-evaluation-harness).</param>
/// <param name="HalfWindow">The second half of each chunk (llama.cpp's perplexity tool).</param>
/// <param name="Compared">The same chunks, compared with a reference (the tool's KL mode); serves the half-window metric too.</param>
internal readonly record struct PerplexityPasses(bool Rolling, bool HalfWindow, bool Compared)
{
    /// <summary>True where chunks of the half-window rule are evaluated.</summary>
    public bool Chunked => HalfWindow || Compared;

    /// <summary>How many calls a part of a text takes.</summary>
    public int Calls => (Rolling ? 1 : 0) + (Chunked ? 1 : 0);

    public static PerplexityPasses Of(IEnumerable<string> metricIds)
    {
        var measures = metricIds.Select(BuiltInMetrics.Find).OfType<IMetric>().SelectMany(m => m.Measures).ToHashSet(StringComparer.Ordinal);
        return new(
            measures.Contains(MeasureNames.RollingLogLikelihood), measures.Contains(MeasureNames.HalfLogLikelihood),
            measures.Contains(MeasureNames.ComparedTokens));
    }
}
