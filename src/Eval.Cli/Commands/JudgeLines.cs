using System.Globalization;
using Eval.Cli.Rendering;
using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Judging;

namespace Eval.Cli.Commands;

/// <summary>What is known of the judges of a run, beside its scores: their cards, or that there is none; and scores corrected by them.</summary>
internal static class JudgeLines
{
    /// <summary>One line for each judge of the run, and one for each score that its card corrects; empty where nothing was judged.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(EvalDatabase database, StoredRun run, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var judged = run.Cells.Select(c => (Cell: c, Judge: JudgedBy.Of(c.DefinitionText))).Where(c => c.Judge is not null);
        foreach (var group in judged.GroupBy(c => (c.Cell.SuiteName, c.Judge!.Identity, c.Judge.Method, c.Judge.MethodVersion, c.Judge.RubricHash)))
        {
            var judge = group.First().Judge!;
            var card = await database.JudgeCards.LatestAsync(judge, cancellationToken);
            lines.Add($"judge     {group.Key.SuiteName}: {judge.Name}, {judge.Method}, rubric {judge.RubricName}: {Words(card)}");
            if (card is not null)
            {
                lines.AddRange(group.SelectMany(g => Corrected(g.Cell, card)));
            }
        }

        return lines;
    }

    private static string Words(StoredJudgeCard? stored)
    {
        if (stored is null)
        {
            return "no card: informs, cannot block a gate";
        }

        var card = stored.Card;
        var parts = new[] { card.Find("agreement"), card.Find("kappa_quadratic") ?? card.Find("kappa") }.OfType<CardFigure>()
            .Where(f => f.Value is not null).Select(f => $"{f.Name} {CardFigures.Value(f)} ({CardFigures.Interval(f)})");
        return $"card {stored.Id} of {stored.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {string.Join(", ", parts)}, n {Figures.Count(card.Judged)}"
            + (JudgeTrust.WhyNotBlock(card) is { } why ? $"; informs, cannot block a gate: {why}" : "");
    }

    private static IEnumerable<string> Corrected(StoredCell cell, StoredJudgeCard stored)
    {
        // Criteria, single judges, the canaries and the judges' spread are no scores of answers.
        foreach (var estimate in cell.Estimates.Where(e =>
            e.Slice is null && JudgeTrust.IsJudged(e.MetricId) && e.MetricId is not (JudgeTrust.CanaryMetric or "judge_spread") && !e.MetricId.AsSpan().ContainsAny(':', '@')))
        {
            var corrected = JudgedEstimates.Correct(estimate, stored.Card);
            yield return corrected is { Value: { } value, Low: { } low, High: { } high }
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"corrected {cell.CandidateId} {estimate.MetricId}: {value:0.000} ({low:0.000} … {high:0.000}, {corrected.Method}, {corrected.Labels} labels): what people would say, if the judge errs here as on the card")
                : $"corrected {cell.CandidateId} {estimate.MetricId}: no number: {corrected.WhyNot}";
        }
    }
}
