using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Queries;

namespace Eval.Service.Gating;

/// <summary>Checks a policy on stored scores: how often would it be wrong, and how often would it see that nothing changed?</summary>
internal sealed class SelfCheck(GateRequest request, EvalDatabase database, GateParty baseline, GateParty? candidate)
{
    private const int MostCells = 50;

    /// <summary>Checks every guarded suite that scores are stored of.</summary>
    public async Task<SelfCheckOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<SelfCheckResult>();
        var missing = new List<string>();
        foreach (var suite in request.Policy.Suites)
        {
            var (result, why) = await CheckAsync(suite, cancellationToken);
            if (result is not null)
            {
                results.Add(result);
            }
            else
            {
                missing.Add($"{suite.Name}: {why}");
            }
        }

        return results.Count > 0
            ? new SelfCheckOutcome(baseline.Name, results, missing)
            : throw new EvalConfigurationException([.. missing.Select(m => new ConfigProblem(null, m))]);
    }

    private async Task<(SelfCheckResult? Result, string? Why)> CheckAsync(GuardedSuite suite, CancellationToken cancellationToken)
    {
        if (baseline.Find(suite.Name) is not { } old)
        {
            return (null, baseline.Problem ?? baseline.Problems.GetValueOrDefault(suite.Name) ?? $"no results of {baseline.Name} are stored; run it first");
        }

        if (candidate is null && old.Cell.Epochs > 1 && await FromEpochsAsync(suite, old, cancellationToken) is { } split)
        {
            return (split, null);
        }

        var @new = candidate is null ? await OtherAsync(old, cancellationToken) : candidate.Find(suite.Name);
        if (@new is null)
        {
            return (null, candidate is null
                ? $"nothing is stored to compare {baseline.Name} with; run another candidate, or ask {baseline.Name} more than once (--epochs 2)"
                : candidate.Problem ?? candidate.Problems.GetValueOrDefault(suite.Name) ?? $"no results of {candidate.Name} are stored; run it first");
        }

        var (scores, why) = await PairAsync(suite, old, @new, cancellationToken);
        if (scores is null)
        {
            return (null, why);
        }

        var result = GateSelfCheck.FromPairs(request.Policy, suite, scores, seed: Seed);
        return (result with { Source = $"{baseline.Name} and {@new.Cell.CandidateId}: {result.Source}" }, null);
    }

    private int Seed => request.Seed ?? request.Workspace.Defaults.Seed;

    // The newest results of another model on the very same samples.
    private async Task<ComparedCell?> OtherAsync(ComparedCell old, CancellationToken cancellationToken)
    {
        var filter = new CellFilter { SuiteName = old.Cell.SuiteName, DefinitionHash = old.Cell.DefinitionHash, DataHash = old.Cell.DataHash };
        var cells = await database.CellQueries.ListAsync(filter, MostCells, cancellationToken);
        return cells.FirstOrDefault(c => c.CandidateIdentity != old.Cell.CandidateIdentity) is { } other
            ? await database.CellQueries.GetAsync(other, cancellationToken)
            : null;
    }

    private async Task<SelfCheckResult?> FromEpochsAsync(GuardedSuite suite, ComparedCell cell, CancellationToken cancellationToken)
    {
        if ((await PairAsync(suite, cell, cell, cancellationToken)).Scores is not { } like
            || BuiltInMetrics.Find(like.MetricId) is not IPairedMetric { ScoresDocuments: false } metric)
        {
            return null;
        }

        var epochs = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        await foreach (var sample in cell.Samples.ReadSamplesAsync(cell.Cell.Id, metric.ReadsDetail, cancellationToken))
        {
            if (sample.Outcome.IsScored() && Score(metric, sample) is { } score)
            {
                if (!epochs.TryGetValue(sample.SampleId, out var list))
                {
                    epochs[sample.SampleId] = list = [];
                }

                list.Add(score);
            }
        }

        int[] repeated = [.. Enumerable.Range(0, like.Count).Where(i => epochs.GetValueOrDefault(like.SampleIds[i])?.Count > 1)];
        return repeated.Length < 2
            ? null
            : GateSelfCheck.FromEpochs(
                request.Policy, suite, [.. repeated.Select(i => epochs[like.SampleIds[i]].ToArray())], like.Part(repeated), seed: Seed);
    }

    private static double? Score(IPairedMetric metric, SampleResult sample)
    {
        var score = metric.StartSample();
        score.Add(sample);
        return score.Finish()?.Value;
    }

    private static async Task<(PairedScores? Scores, string? Why)> PairAsync(
        GuardedSuite suite, ComparedCell old, ComparedCell @new, CancellationToken cancellationToken)
    {
        var pairing = await CellPairing.ReadAsync(old, @new, suite.MetricId is { } id ? [id] : null, cancellationToken);
        var metric = pairing.Metrics.FirstOrDefault(m => m.Scores is not null);
        return metric is { Scores: { } scores } ? (scores, null)
            : (null, pairing.Metrics.Count > 0 ? pairing.Metrics[0].WhyNot : string.Join("; ", pairing.Comparability.Refusals) is { Length: > 0 } refused ? refused : "no common metric");
    }
}
