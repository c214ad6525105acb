using Eval.Core.Models;
using Eval.Core.Selection.Simulation;

namespace Eval.Core.Selection.Profiles;

/// <summary>Reads the scores and costs of single items, suite by suite, for the suites that all candidates were asked alike.</summary>
internal static class ItemScores
{
    /// <summary>Items of each suite that candidates share, and what stands apart.</summary>
    public static async Task<(IReadOnlyList<ItemSet> Items, IReadOnlyList<string> Notes)> ReadAsync(
        DecisionProfile profile, IReadOnlyList<Candidate> candidates, Dictionary<string, Dictionary<string, CellEvidence>> known, CancellationToken cancellationToken)
    {
        var (asked, notes, clusters) = (new List<ItemSets.Asked>(), new List<string>(), new Dictionary<string, IReadOnlyDictionary<string, string?>>(StringComparer.Ordinal));
        foreach (var suite in profile.Factors.SelectMany(f => FactorSuites.Of(f.Input)).Distinct(StringComparer.Ordinal))
        {
            var there = candidates.Select(c => known[c.Id].GetValueOrDefault(suite)).ToList();
            if (there.OfType<CellEvidence>().Select(c => c.Questions).Distinct().Skip(1).Any())
            {
                notes.Add($"{suite}: the candidates were not asked the same questions.");
                continue;
            }

            for (var f = 0; f < profile.Factors.Count; f++)
            {
                if (FactorSuites.Of(profile.Factors[f].Input).Contains(suite) && await AskedAsync(profile.Factors[f], f, suite, there, cancellationToken) is { } scores)
                {
                    asked.Add(scores);
                }
            }

            clusters[suite] = there.OfType<CellEvidence>().SelectMany(c => c.Clusters).GroupBy(c => c.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);
        }

        return (ItemSets.Of(asked, [.. profile.Factors.Select(f => f.Factor.Id)], clusters), notes);
    }

    private static async Task<ItemSets.Asked?> AskedAsync(ProfileFactor factor, int place, string suite, IReadOnlyList<CellEvidence?> there, CancellationToken cancellationToken)
    {
        var scores = new List<IReadOnlyDictionary<string, double>?>();
        foreach (var cell in there)
        {
            scores.Add(cell is null ? null : factor.Input switch
            {
                MetricInput { Slice: null } metric when cell.MetricOf(metric.MetricId) is { } id =>
                    (await cell.ScoresAsync(id, cancellationToken))?.ToDictionary(s => s.Key, s => s.Value.Value, StringComparer.Ordinal),
                CostInput { Basis: CostBasis.ThousandAnswers, Suites.Count: 1 } cost => await cell.CostsAsync(cost, cancellationToken) is { Count: > 0 } costs ? costs : null,
                _ => null,
            });
        }

        var (suites, scale) = factor.Input is MetricInput several ? (several.Suites.Count, 1.0 / several.Suites.Count) : (1, 1000);
        return scores.Exists(s => s is not null) ? new ItemSets.Asked(suite, place, scores, suites, scale) : null;
    }
}
