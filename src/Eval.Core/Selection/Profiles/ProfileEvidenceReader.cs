using Eval.Core.Comparisons;
using Eval.Core.Models;
using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Profiles;

/// <summary>Collects what is known of each candidate for each factor of a profile. Nothing is asked of any model.</summary>
public static class ProfileEvidenceReader
{
    /// <summary>Reads the evidence.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="candidates">The candidates to compare, 1 or more.</param>
    /// <param name="cells">Stored results by candidate, one cell for each suite at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EvalConfigurationException">The profile asks for a suite, a metric or a fact that nobody has.</exception>
    public static async Task<ProfileEvidence> ReadAsync(
        DecisionProfile profile, IReadOnlyList<Candidate> candidates, IReadOnlyDictionary<string, IReadOnlyList<ComparedCell>> cells, CancellationToken cancellationToken)
    {
        var known = candidates.ToDictionary(
            c => c.Id, c => cells.GetValueOrDefault(c.Id, []).ToDictionary(x => x.Cell.SuiteName, x => new CellEvidence(x, c), StringComparer.Ordinal), StringComparer.Ordinal);
        var facts = candidates.ToDictionary(c => c.Id, CandidateFacts.Of, StringComparer.Ordinal);
        ProfileCheck.Run(profile, candidates, known, facts);
        var reader = new FactorEvidence(known, facts);
        var evidence = new List<Evidence>();
        foreach (var factor in profile.Factors)
        {
            foreach (var candidate in candidates)
            {
                evidence.Add(await reader.ReadAsync(factor, candidate, cancellationToken) with { Candidate = candidate.Id, Factor = factor.Factor.Id });
            }
        }

        var refused = evidence.Where(e => e.Value is { } raw && ValueFunction.Of(profile.Factors.First(f => f.Factor.Id == e.Factor).Factor).Refusal(raw) is not null).ToList();
        if (refused.Count > 0)
        {
            throw new EvalConfigurationException([.. refused.Select(e => profile.Factors.First(f => f.Factor.Id == e.Factor)).Distinct().Select(f => new ConfigProblem(
                f.At, $"factor {f.Factor.Id}: {string.Join(", ", refused.Where(e => e.Factor == f.Factor.Id).Select(e => $"{e.Candidate} has {e.Value}"))}, which has no place on a logarithmic scale", "scale: linear, or points"))]);
        }

        var matrix = DecisionMatrix.Of([.. profile.Factors.Select(f => f.Factor)], [.. candidates.Select(c => c.Id)], evidence);
        var (items, notes) = await ItemScores.ReadAsync(profile, candidates, known, cancellationToken);
        return new ProfileEvidence
        {
            Matrix = matrix,
            Items = items,
            Facts = facts,
            CostFactors = [.. profile.Factors.Where(f => f.Input is CostInput).Select(f => f.Factor.Id)],
            Runs = [.. reader.Runs.Order()],
            Notes = [.. notes, .. EvidenceNotes.Of(profile, matrix, items)],
        };
    }
}
