namespace Eval.Core.Judging.Agreement;

/// <summary>
/// Whether a judged score may stop an upgrade. Without a card of the very judge (same model, method and rubric) with enough labels of each class, or with a
/// failed canary, it informs and decides nothing.
/// </summary>
public static class JudgeTrust
{
    /// <summary>Metric of a judged cell: share of its canaries that the judge passed.</summary>
    public const string CanaryMetric = "judge_canaries";

    /// <summary>Prefix of the ids of metrics that a judge decides.</summary>
    public const string MetricPrefix = "judge_";

    /// <summary>True for a metric that a judge decides.</summary>
    public static bool IsJudged(string metricId) => metricId.StartsWith(MetricPrefix, StringComparison.Ordinal);

    /// <summary>Why a judge's scores may not block, one clause; null where they may.</summary>
    /// <param name="judgedBy">What is known of the judge, or null where nothing is.</param>
    /// <param name="card">The newest card of that judge, or null.</param>
    /// <param name="canaries">Share of the cell's canaries that the judge passed, or null where none were run.</param>
    public static string? WhyNotBlock(JudgedBy? judgedBy, JudgeCard? card, double? canaries) =>
        canaries is null ? "no canary was run"
        : canaries < 1 - 1e-9 ? "a canary failed: the judge was taken in by an answer made for that"
        : judgedBy is null ? "nothing is stored of its judge"
        : card is null ? $"its judge ({judgedBy.Name}, {judgedBy.Method}, rubric {judgedBy.RubricName}) has no card"
        : WhyNotBlock(card);

    /// <summary>Why a card lets its judge block nothing, one clause; null where it does.</summary>
    public static string? WhyNotBlock(JudgeCard card)
    {
        var few = card.Classes.Where(c => c.IsRequired && c.Count < JudgeCard.LabelsPerClass).ToList();
        if (few.Count > 0)
        {
            return $"its judge's card has {string.Join(" and ", few.Select(c => $"{c.Count} labels of \"{c.Label}\""))}; {JudgeCard.LabelsPerClass} of each class are needed";
        }

        var kappa = card.Find("kappa_quadratic") ?? card.Find("kappa");
        return kappa is { Low: > 0 } || card.Find("spearman") is { Low: > 0 } ? null : "by its card its judge is not shown to be better than chance";
    }
}
