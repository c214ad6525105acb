using System.Globalization;
using Eval.Core.Metrics;

namespace Eval.Core.Gates;

/// <summary>Writes scores and differences of one metric in sentences: shares in per cent and points, all else as plain numbers.</summary>
internal readonly struct MetricAmounts(string? metricId)
{
    private readonly MetricFormat _format = metricId is null ? MetricFormat.Number : BuiltInMetrics.Find(metricId)?.Format ?? MetricFormat.Number;

    public string Score(double value) => _format == MetricFormat.Share ? Percent(value) : Number(value);

    /// <summary>A size without sign, with its unit: <c>5.0 points</c>.</summary>
    public string Size(double value) => _format == MetricFormat.Share ? Points(Math.Abs(value)) + " points" : Number(Math.Abs(value));

    /// <summary>A difference with its sign: <c>-1.2 points</c>.</summary>
    public string Change(double value) => Signed(value) + (_format == MetricFormat.Share ? " points" : "");

    /// <summary>A difference with its sign and without unit, for a row of several.</summary>
    public string Signed(double value)
    {
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
