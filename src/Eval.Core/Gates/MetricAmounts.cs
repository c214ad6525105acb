using System.Globalization;
using Eval.Core.Metrics;

namespace Eval.Core.Gates;

/// <summary>
/// Writes scores and differences of one metric in sentences: shares in per cent and points, all else as plain numbers. Where scores are compared by their
/// logarithms (perplexities), a difference is written as the factor between the values: ×0.9 is a tenth less.
/// </summary>
internal readonly struct MetricAmounts(string? metricId)
{
    private readonly MetricFormat _format = metricId is null ? MetricFormat.Number : BuiltInMetrics.Find(metricId)?.Format ?? MetricFormat.Number;

    private readonly IPairedMetric? _factor = metricId is not null && BuiltInMetrics.Find(metricId) is IPairedMetric { ScoresAreLogarithms: true } metric ? metric : null;

    public string Score(double value) => _format == MetricFormat.Share ? Percent(value) : Number(value);

    /// <summary>A size without sign, with its unit: <c>5.0 points</c>.</summary>
    public string Size(double value) => _factor is not null ? $"a factor of {Number(Math.Exp(Math.Abs(value)))}" : _format == MetricFormat.Share ? Points(Math.Abs(value)) + " points" : Number(Math.Abs(value));

    /// <summary>A difference with its sign: <c>-1.2 points</c>.</summary>
    public string Change(double value) => Signed(value) + (_format == MetricFormat.Share ? " points" : "");

    /// <summary>A lower limit of the improvement.</summary>
    public string AtLeast(double value) => (IsTurned ? "at most " : "at least ") + Change(value);

    /// <summary>An upper limit of the improvement.</summary>
    public string AtMost(double value) => (IsTurned ? "at least " : "at most ") + Change(value);

    /// <summary>Both limits of the improvement, the smaller number first.</summary>
    public string Between(double low, double high) => IsTurned ? $"between {Signed(high)} and {Signed(low)}" : $"between {Signed(low)} and {Signed(high)}";

    private bool IsTurned => _factor is { HigherIsBetter: false };

    /// <summary>A difference with its sign and without unit, for a row of several.</summary>
    public string Signed(double value)
    {
        if (_factor is not null)
        {
            return "×" + Number(Math.Exp(IsTurned ? -value : value));
        }

        var text = _format == MetricFormat.Share ? Points(Math.Abs(value)) : Number(Math.Abs(value));
        return (value < 0 ? "-" : "+") + text;
    }

    /// <summary>A share in per cent.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A confidence in per cent, with as many digits as tell it from certainty.</summary>
    public static string Confidence(double confidence) =>
        (100 * confidence).ToString(confidence > 0.9995 ? "0.######" : confidence > 0.995 ? "0.###" : "0.#", CultureInfo.InvariantCulture) + " %";

    public static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Points(double share) => (100 * share).ToString("0.0#", CultureInfo.InvariantCulture);

    private static string Number(double value) =>
        Math.Abs(value) is >= 1000 or 0 ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("G4", CultureInfo.InvariantCulture);
}
