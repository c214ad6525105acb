using Eval.Core.Metrics;
using Eval.Core.Statistics;

namespace Eval.Core.Imports;

/// <summary>Numbers as another tool reported them.</summary>
public static class ReportedEstimate
{
    /// <summary>Name of an interval that was made from a reported standard error by the normal distribution.</summary>
    public const string FromStandardError = "reported-stderr";

    /// <summary>Name of an interval that the tool gave itself.</summary>
    public const string AsGiven = "reported";

    /// <summary>An estimate from a value and, where the tool gives one, its standard error.</summary>
    /// <param name="metricId">Id as in <see cref="ImportedMetric.IdOf"/>.</param>
    /// <param name="value">The value, or null where the tool has none.</param>
    /// <param name="standardError">Its standard error, or null.</param>
    /// <param name="n">Samples behind it.</param>
    /// <param name="slice"><c>field=value</c>, or null for all samples.</param>
    /// <param name="confidence">Confidence of the interval.</param>
    public static Estimate Of(string metricId, double? value, double? standardError, int n, string? slice = null, double confidence = 0.95)
    {
        var estimate = new Estimate { MetricId = metricId, Slice = slice, Value = value, N = n, Planned = n, Confidence = confidence };
        if (value is not { } v || standardError is not { } error || !double.IsFinite(error) || error < 0)
        {
            return estimate with { Note = "no interval: the tool reported no standard error" };
        }

        var half = Wilson.NormalQuantile(confidence) * error;
        return estimate with { StandardError = error, IntervalMethod = FromStandardError, Low = v - half, High = v + half };
    }

    /// <summary>What a tool reported, in words: its value and its standard error or interval.</summary>
    /// <param name="reported">The numbers.</param>
    /// <param name="tool">The tool's name.</param>
    public static string Words(Estimate reported, string tool) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{tool} reported {reported.Value:0.######}{(reported.StandardError is { } error ? $", standard error {error:0.######}" : reported is { Low: { } low, High: { } high } ? $", {low:0.######} to {high:0.######}" : "")}");
}
