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
            var cards = await database.JudgeCards.NewestAsync(judge, cancellationToken);
            var metrics = group.SelectMany(g => g.Cell.Estimates).Where(e => e.Slice is null && JudgeTrust.IsWhole(e.MetricId)).Select(e => e.MetricId).Distinct(StringComparer.Ordinal);
            var head = $"judge     {group.Key.SuiteName}: {judge.Name}, {judge.Method}, rubric {judge.RubricName}: ";
            var found = metrics.Select(m => (Metric: m, Card: Of(judge, m, cards))).ToList();
            if (found.TrueForAll(f => f.Card is null))
            {
                lines.Add(head + "no card: informs, cannot block a gate");
                continue;
            }

            foreach (var (metric, card) in found)
            {
                lines.Add(head + metric + " " + (card is null ? "no card of this metric: informs, cannot block a gate" : Words(card)));
                if (card is not null)
                {
                    lines.AddRange(run.Id == card.Card.Source.RunId
                        ? [$"corrected {metric}: no number: people labelled answers of this very run, so that its errors are not those of other answers; another run's scores are corrected"]
                        : group.SelectMany(g => Corrected(g.Cell, metric, card)));
                }
            }
        }

        return lines;
    }

    private static StoredJudgeCard? Of(JudgedBy judge, string metric, IReadOnlyList<StoredJudgeCard> cards) =>
        JudgeTrust.CardOf(judge, metric, cards.Select(c => c.Card)) is { } card ? cards.First(c => ReferenceEquals(c.Card, card)) : null;

    private static string Words(StoredJudgeCard stored)
    {
        var card = stored.Card;
        var parts = new[] { card.Find("agreement"), card.Find("kappa_quadratic") ?? card.Find("kappa") }.OfType<CardFigure>()
            .Where(f => f.Value is not null).Select(f => $"{f.Name} {CardFigures.Value(f)} ({CardFigures.Interval(f)})");
        return $"card {stored.Id} of {stored.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {string.Join(", ", parts)}, n {Figures.Count(card.Judged)}"
            + (JudgeTrust.WhyNotBlock(card) is { } why ? $"; informs, cannot block a gate: {why}" : "");
    }

    private static IEnumerable<string> Corrected(StoredCell cell, string metric, StoredJudgeCard stored)
    {
        foreach (var estimate in cell.Estimates.Where(e => e.Slice is null && e.MetricId == metric))
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
