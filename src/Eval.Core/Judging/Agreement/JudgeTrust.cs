using Eval.Core.Metrics.Judged;

namespace Eval.Core.Judging.Agreement;

/// <summary>
/// Whether a judged score may stop an upgrade. Without a card of the very judge (same model, method and rubric) with enough labels of each class, or with a
/// failed canary, it informs and decides nothing.
/// </summary>
public static class JudgeTrust
{
    /// <summary>Metric of a judged cell: share of its canaries that the judge passed.</summary>
    public const string CanaryMetric = JudgeCanaries.MetricId;

    /// <summary>True for a metric that a judge decides.</summary>
    public static bool IsJudged(string metricId) => JudgeScore.IsJudged(metricId);

    /// <summary>True for the score of an answer; false for a part of it (a criterion, a turn, one judge of a jury), a jury's spread and the canaries.</summary>
    public static bool IsWhole(string metricId) => IsJudged(metricId) && metricId is not (JudgeSpread.MetricId or CanaryMetric) && !metricId.AsSpan().ContainsAny(':', '@');

    /// <summary>Why a metric blocks nothing whatever its judge's card says, one clause; null where a card decides.</summary>
    public static string? WhyNotBlock(string metricId) =>
        !IsWhole(metricId) ? $"{metricId} is a part of what a judge said, or no score: no card speaks of it"
        : metricId == "judge_win" ? "comparisons of two answers inform only, for now"
        : null;

    /// <summary>True where a card speaks of a metric: made of it, or of the scores that pass from the very mark of the rubric.</summary>
    /// <param name="card">A card of the judge.</param>
    /// <param name="metricId">The metric.</param>
    /// <param name="passFrom">The least score that passes by the rubric, or null.</param>
    public static bool SpeaksOf(JudgeCard card, string metricId, double? passFrom) =>
        IsWhole(metricId) && (card.Subject.MetricId == metricId
            || (metricId == JudgeScore.Pass && passFrom is not null && card.PassFrom == passFrom && card.PassFail is not null
                && card.Subject.MetricId.StartsWith("judge_score_", StringComparison.Ordinal) && IsWhole(card.Subject.MetricId)));

    /// <summary>The card that speaks of a metric, or null: first one that lets it block, else one of the metric itself.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="metricId">The metric.</param>
    /// <param name="newest">The newest card of each metric of that judge.</param>
    public static JudgeCard? CardOf(JudgedBy judge, string metricId, IEnumerable<JudgeCard> newest) => newest
        .Where(c => SpeaksOf(c, metricId, judge.PassFrom))
        .OrderBy(c => WhyNotBlock(c) is null ? 0 : 1).ThenBy(c => c.Subject.MetricId == metricId ? 0 : 1).FirstOrDefault();

    /// <summary>Why a judge's scores may not block, one clause; null where they may.</summary>
    /// <param name="judgedBy">What is known of the judge, or null where nothing is.</param>
    /// <param name="card">The newest card of that judge, or null.</param>
    /// <param name="canaries">Share of the cell's canaries that the judge passed, or null where none were run.</param>
    public static string? WhyNotBlock(JudgedBy? judgedBy, JudgeCard? card, double? canaries) =>
        canaries is null ? "no canary was run"
        : canaries < 1 - 1e-9 ? "a canary failed: the judge was taken in by an answer made for that"
        : judgedBy is null ? "nothing is stored of its judge"
        : card is null ? $"its judge ({judgedBy.Name}, {judgedBy.Method}, rubric {judgedBy.RubricName}) has no card of this metric"
        : WhyNotBlock(card);

    /// <summary>Why a card lets its judge block nothing, one clause; null where it does.</summary>
    public static string? WhyNotBlock(JudgeCard card)
    {
        if (card.Subject.Method == CardSubject.StoredMethod)
        {
            return "stored verdicts: no suite's judge is meant";
        }

        if (card.Subject.MetricId.Length > 0 && WhyNotBlock(card.Subject.MetricId) is { } never)
        {
            return never;
        }

        var few = card.Classes.Where(c => c.IsRequired && c.Count < JudgeCard.LabelsPerClass).ToList();
        if (few.Count > 0)
        {
            return $"its judge's card has {string.Join(" and ", few.Select(c => $"{c.Count} labels of \"{c.Label}\""))}; {JudgeCard.LabelsPerClass} of each class are needed";
        }

        var kappa = card.Find("kappa_quadratic") ?? card.Find("kappa");
        return kappa is { Low: > 0 } || card.Find("spearman") is { Low: > 0 } ? null : "by its card its judge is not shown to be better than chance";
    }
}
