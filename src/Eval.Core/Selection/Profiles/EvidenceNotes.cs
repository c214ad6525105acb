using Eval.Core.Selection.Simulation;

namespace Eval.Core.Selection.Profiles;

/// <summary>What a reader of a decision must know of its evidence.</summary>
internal static class EvidenceNotes
{
    // What would else be taken for granted: that errors of the same items go together, that a judge is right, that values lie between the anchors.
    public static IEnumerable<string> Of(DecisionProfile profile, DecisionMatrix matrix, IReadOnlyList<ItemSet> items)
    {
        string Names(IEnumerable<Factor> factors) => string.Join(", ", factors.Select(f => f.Name));
        bool IsApart(ProfileFactor factor, int f) => FactorSuites.Of(factor.Input).Count > 0 && Enumerable.Range(0, matrix.Candidates.Count).Any(c =>
            matrix.At(c, f).IsUncertain && !items.Any(i => i.Columns.Any(column => column.Factor == factor.Factor.Id && column.Scores[c] is not null)));
        var apart = profile.Factors.Where(IsApart).Select(f => f.Factor).ToList();
        if (apart.Count > 0)
        {
            yield return $"Errors of {Names(apart)} are taken as independent between candidates, where not all were resampled item by item.";
        }

        var judged = profile.Factors.Where((_, f) => Enumerable.Range(0, matrix.Candidates.Count).Any(c => matrix.At(c, f) is { Source: FactorSource.Judged, Cause: not UncertaintyCause.Stated })).Select(f => f.Factor).ToList();
        if (judged.Count > 0)
        {
            yield return $"{Names(judged)}: errors are those of sampling; how far the judge is right is not in them (agree tells it).";
        }

        foreach (var group in matrix.BeyondAnchors.GroupBy(e => e.Factor, StringComparer.Ordinal))
        {
            var factor = matrix.Factors[matrix.FactorAt(group.Key)];
            yield return $"{factor.Name} of {string.Join(", ", group.Select(e => e.Candidate))} lies beyond worst and best and counts as the nearer of them.";
        }
    }
}
