using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Service.Gating;

/// <summary>Whether what is about to be paid for can decide at all.</summary>
internal sealed class PaidPower(GatePolicy policy, GateParty baseline)
{
    /// <summary>
    /// What the planned samples can detect on each suite that a hosted candidate with a price would be asked; empty where nothing costs. The spread of
    /// the differences is told from the baseline's scores where they are known, and else taken at its worst.
    /// </summary>
    /// <param name="lacking">Suites with the parties that would be asked.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<SuitePower>> CheckAsync(
        IReadOnlyDictionary<string, IReadOnlyList<GateParty>> lacking, CancellationToken cancellationToken)
    {
        var powers = new List<SuitePower>();
        foreach (var guarded in policy.Suites)
        {
            var paid = (lacking.GetValueOrDefault(guarded.Name) ?? []).Select(p => p.Planned[guarded.Name])
                .Where(c => c is { Candidate.Hosted: not null, Estimate.High.MicroUsd: > 0 }).ToList();
            if (paid.Count > 0)
            {
                var planned = paid.Max(c => c.Samples);
                powers.Add(Of(PowerCheck.Of(policy, guarded, planned, await SpreadAsync(guarded, paid[0], cancellationToken)), paid));
            }
        }

        return powers;
    }

    private static SuitePower Of(PowerCheck check, IReadOnlyList<RunCell> paid)
    {
        var metric = paid[0].Suite.Metrics[0];
        long? price = check.Required is { } needed && paid.All(c => c.Samples > 0)
            ? (long)Math.Ceiling(paid.Sum(c => (double)c.Estimate.High!.Value.MicroUsd / c.Samples) * needed)
            : null;
        return new SuitePower(check.SuiteName, metric, check.Margin, check.Planned, check.DetectableMargin, check.Required, price, check.Assumption, check.IsEnough);
    }

    private async Task<DifferenceSpread?> SpreadAsync(GuardedSuite guarded, RunCell planned, CancellationToken cancellationToken)
    {
        if (baseline.Find(guarded.Name) is { } known)
        {
            // Paired with itself: that is how one side's scores are read.
            var pairing = await CellPairing.ReadAsync(known, known, guarded.MetricId is { } id ? [id] : null, cancellationToken);
            if (pairing.Metrics.FirstOrDefault(m => m.Scores is not null)?.Scores is { } scores)
            {
                return DifferenceSpread.FromBaseline(scores.Old, scores.Clusters, scores.Largest - scores.Smallest);
            }
        }

        var metric = BuiltInMetrics.Find(guarded.MetricId ?? planned.Suite.Metrics[0]) as IPairedMetric;
        return metric is null ? null : DifferenceSpread.WorstCase(metric.Largest - metric.Smallest, isBinary: planned.Epochs == 1 && MetricFormat.Share == metric.Format);
    }
}
