using System.Globalization;
using Eval.Core.Judging.Agreement;

namespace Eval.Cli.Rendering;

/// <summary>Numbers of a judge's card as people read them: shares in per cent, coefficients with three decimals.</summary>
internal static class CardFigures
{
    public static string Value(CardFigure figure) => figure.Value is { } value ? Number(figure, value) + (figure.IsShare ? " %" : "") : Figures.None;

    public static string Interval(CardFigure figure) =>
        figure is { Low: { } low, High: { } high } ? $"{Number(figure, low)} … {Number(figure, high)}" : Figures.None;

    public static string Count(CardFigure figure) =>
        (figure.Count is { } count ? $"{Figures.Count(count)} of " : "") + Figures.Count(figure.N) + (figure.Clusters is { } clusters ? $" in {Figures.Count(clusters)}" : "");

    /// <summary>Who judged, in a line.</summary>
    public static string Head(JudgeCard card) =>
        $"Judge {card.Subject.Name}, {(card.Subject.Method == "stored" ? "stored verdicts" : $"method {card.Subject.Method} {card.Subject.MethodVersion}")}"
        + (card.Subject.RubricName.Length > 0 ? $", rubric {card.Subject.RubricName}" : "");

    /// <summary>From what, in a line.</summary>
    public static string Labels(JudgeCard card) =>
        $"{Figures.Count(card.Judged)} of {Figures.Count(card.Items)} labelled items judged; labels: "
        + string.Join(", ", card.Classes.Where(c => c.IsRequired || c.Count > 0).Select(c => $"{Figures.Count(c.Count)} {c.Label}"))
        + $"; from {card.Source.File} (sha256 {card.Source.Sha256[..Math.Min(12, card.Source.Sha256.Length)]}…)";

    /// <summary>What the card lets the judge do.</summary>
    public static string Trust(JudgeCard card) => JudgeTrust.WhyNotBlock(card) is { } why
        ? $"its scores inform and cannot block a gate: {why}"
        : "its scores may block a gate, where its canaries pass";

    private static string Number(CardFigure figure, double value) =>
        figure.IsShare ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) : value.ToString("0.000", CultureInfo.InvariantCulture);
}
