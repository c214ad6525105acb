using System.Globalization;
using Eval.Core.Gates;
using Eval.Core.Metrics;
using Eval.Core.Statistics;

namespace Eval.Cli.Rendering;

/// <summary>Numbers of a gate as people read them: shares in per cent, their differences in points; differences of perplexities as factors.</summary>
internal static class GateFigures
{
    /// <summary>A score.</summary>
    public static string Score(double? score, string? metricId)
    {
        var format = Format(metricId);
        return score is { } value && double.IsFinite(value)
            ? format == MetricFormat.Share ? Number(value * 100, 1) + " %" : Number(value, 4)
            : Figures.None;
    }

    /// <summary>A difference with its sign; more is better.</summary>
    public static string Gain(double? difference, string? metricId) => difference switch
    {
        null => Figures.None,
        double.PositiveInfinity => Factor(metricId) is { HigherIsBetter: false } ? "×0" : "∞",
        double.NegativeInfinity => Factor(metricId) is { HigherIsBetter: false } ? "×∞" : "-∞",
        { } value when double.IsNaN(value) => Figures.None,
        { } value when Factor(metricId) is { } metric => "×" + Number(Math.Exp(metric.HigherIsBetter ? value : -value), 3),
        { } value => (value < 0 ? "-" : "+") + Amount(Math.Abs(value), metricId),
    };

    /// <summary>Both one-sided limits.</summary>
    public static string Limits(PairedDifference? difference, string? metricId) =>
        difference is null ? Figures.None
        : Factor(metricId) is { HigherIsBetter: false } ? $"{Gain(difference.Upper, metricId)} … {Gain(difference.Lower, metricId)}"
        : $"{Gain(difference.Lower, metricId)} … {Gain(difference.Upper, metricId)}";

    /// <summary>The margin as it stands below the limits.</summary>
    public static string Margin(double margin, string? metricId) => $"margin {(Factor(metricId) is null ? "-" : "")}{Amount(margin, metricId)}";

    /// <summary>A margin or another difference without a sign.</summary>
    public static string Amount(double amount, string? metricId) =>
        Factor(metricId) is not null ? "×" + Number(Math.Exp(amount), 3) : Format(metricId) == MetricFormat.Share ? Number(amount * 100, 1) : Number(amount, 4);

    /// <summary>The same with its unit.</summary>
    public static string AmountWithUnit(double amount, string? metricId) =>
        Amount(amount, metricId) + (Format(metricId) == MetricFormat.Share ? " points" : "");

    /// <summary>The metric with an arrow that says which way is better.</summary>
    public static string Metric(string? metricId) => metricId is null ? "" : MetricNames.Labelled(metricId);

    /// <summary>A suite's verdict in a word or two.</summary>
    public static string Verdict(SuiteDecision suite) => suite.InformsOnly is not null ? "informs" : suite is { Verdict: GateVerdict.Pass, IsBetter: true } ? "pass (better)" : suite.Verdict.Word();

    private static IPairedMetric? Factor(string? metricId) =>
        metricId is not null && BuiltInMetrics.Find(metricId) is IPairedMetric { ScoresAreLogarithms: true } metric ? metric : null;

    private static MetricFormat Format(string? metricId) => metricId is null ? MetricFormat.Number : MetricNames.FormatOf(metricId);

    private static string Number(double value, int decimals) => value.ToString($"#,0.{new string('0', decimals)}", CultureInfo.InvariantCulture);
}
