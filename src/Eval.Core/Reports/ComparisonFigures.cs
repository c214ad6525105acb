using System.Globalization;
using Eval.Core.Comparisons;
using Eval.Core.Metrics;

namespace Eval.Core.Reports;

/// <summary>A comparison's numbers as people read them: shares differ in points, perplexities by a factor, everything else in its own unit.</summary>
public sealed class ComparisonFigures(ScoreComparison comparison)
{
    private readonly MetricFormat _format = comparison.Scores.Format;
    private readonly int _decimals = Figures.Decimals(
        new Estimate
        {
            MetricId = comparison.Scores.MetricId,
            N = 0,
            Planned = 0,
            Value = comparison.NewValue,
            Low = comparison.HasInterval ? comparison.NewValue * Factor(comparison, comparison.Difference.Lower) : null,
            High = comparison.HasInterval ? comparison.NewValue * Factor(comparison, comparison.Difference.Upper) : null,
        },
        comparison.Scores.Format);

    /// <summary>The old value with its unit.</summary>
    public string Old => Value(comparison.OldValue);

    /// <summary>The new value with its unit.</summary>
    public string New => Value(comparison.NewValue);

    /// <summary>The difference with its sign and unit, or the factor.</summary>
    public string Difference => IsFactor ? Times(comparison.Difference.Difference) : Signed(comparison.Difference.Difference) + Unit;

    /// <summary>The interval, without a unit.</summary>
    public string Interval => !comparison.HasInterval ? Figures.None
        : IsFactor ? $"{Times(comparison.Difference.Lower)} – {Times(comparison.Difference.Upper)}"
        : $"{Signed(comparison.Difference.Lower)} – {Signed(comparison.Difference.Upper)}";

    /// <summary>p, adjusted for all comparisons beside it.</summary>
    public string P => !comparison.HasInterval ? Figures.None : PValue(comparison.AdjustedP);

    /// <summary>Correlation of the two sides' scores.</summary>
    public string Correlation => double.IsFinite(comparison.Difference.Correlation)
        ? comparison.Difference.Correlation.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture)
        : Figures.None;

    /// <summary>The smallest difference that would probably have been shown, without a sign.</summary>
    public string Detectable => comparison.DetectableEffect is not { } effect || !comparison.HasInterval ? Figures.None
        : IsFactor ? "×" + Ratio(effect)
        : Figures.Number(effect, _format, _decimals) + Unit;

    /// <summary>Samples that both answered.</summary>
    public string N => Figures.Count(comparison.Scores.Count);

    /// <summary>Share of the planned samples that both have a score for.</summary>
    public string Coverage => Figures.Percent(comparison.Scores.Coverage);

    /// <summary>What the difference lies between whatever the missing scores are, or null where nothing is missing or nothing can be said.</summary>
    public string? Bounds => comparison.Scores is { Coverage: < 1, DifferenceBounds: var (low, high) }
        ? $"{Signed(low)} – {Signed(high)}{Unit} whatever the missing ones are"
        : null;

    /// <summary>The verdict in words.</summary>
    public string Verdict => comparison.Verdict switch
    {
        ComparisonVerdict.Better => "better",
        ComparisonVerdict.Worse => "worse",
        ComparisonVerdict.NoDifferenceShown => "no difference shown",
        _ => "too little to tell",
    };

    /// <summary>Right by one side only, for right and wrong answers.</summary>
    public string? Discordant => comparison.Difference is { OnlyNew: { } fixedNow, OnlyOld: { } broken }
        ? $"{Figures.Count(fixedNow)} fixed, {Figures.Count(broken)} broken"
        : null;

    private bool IsFactor => comparison.Scores.ScoresAreLogarithms;

    private string Unit => _format == MetricFormat.Share ? " pts" : Figures.Unit(_format);

    /// <summary>A p value; small ones are not spelled out.</summary>
    public static string PValue(double p) => p < 0.001 ? "<0.001" : p.ToString(p < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    // The values have as many decimals as the interval of their difference can carry.
    private static double Factor(ScoreComparison comparison, double limit) =>
        comparison.Scores.ScoresAreLogarithms ? Math.Exp(limit - comparison.Difference.Difference)
        : comparison.NewValue == 0 ? 1
        : 1 + ((limit - comparison.Difference.Difference) / comparison.NewValue);

    private string Value(double value) => Figures.Number(value, _format, _decimals) + Figures.Unit(_format);

    private string Signed(double value) => (value < 0 ? "−" : "+") + Figures.Number(Math.Abs(value), _format, _decimals);

    private static string Times(double logarithm) => "×" + Ratio(logarithm);

    private static string Ratio(double logarithm) => Math.Exp(logarithm).ToString("0.000", CultureInfo.InvariantCulture);
}
