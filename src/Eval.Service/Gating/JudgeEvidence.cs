using Eval.Core.Comparisons;
using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Storage.Judging;

namespace Eval.Service.Gating;

/// <summary>Whether the judged scores of two stored cells may block, by the cards of their judges and by their canaries.</summary>
internal sealed class JudgeEvidence(JudgeCardStore cards)
{
    /// <summary>Why a metric of the two sides informs and decides nothing, one clause; null where it decides, or where no judge made it.</summary>
    public async Task<string?> WhyNotBlockAsync(string metricId, ComparedCell old, ComparedCell @new, CancellationToken cancellationToken)
    {
        if (!JudgeTrust.IsJudged(metricId))
        {
            return JudgedBy.IsOfAnotherTool(old.Cell.DefinitionText) || JudgedBy.IsOfAnotherTool(@new.Cell.DefinitionText)
                ? "another tool's judge gave this score; it has no card here"
                : null;
        }

        if (JudgeTrust.WhyNotBlock(metricId) is { } never)
        {
            return never;
        }

        foreach (var cell in new[] { old.Cell, @new.Cell })
        {
            var judge = JudgedBy.Of(cell.DefinitionText);
            var card = judge is null ? null : JudgeTrust.CardOf(judge, metricId, (await cards.NewestAsync(judge, cancellationToken)).Select(c => c.Card));
            var canaries = cell.Estimates.FirstOrDefault(e => e.MetricId == JudgeTrust.CanaryMetric && e.Slice is null)?.Value;
            if (JudgeTrust.WhyNotBlock(judge, card, canaries) is { } why)
            {
                return why;
            }
        }

        return null;
    }
}
