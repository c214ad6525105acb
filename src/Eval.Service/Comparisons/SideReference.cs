using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Service.Comparisons;

/// <summary>
/// Reads <c>12/tiny-large</c>, one candidate of a run or a file. Runs are named after branches and other tools name models by makers, so that either part
/// may have slashes of its own: every way to cut is tried, and one counts where both parts are there.
/// </summary>
internal static class SideReference
{
    /// <summary>The ways to cut a reference, the longest first part first.</summary>
    public static IEnumerable<(string Outer, string Candidate)> Splits(string reference) =>
        Enumerable.Range(1, Math.Max(0, reference.Length - 1)).Reverse().Where(i => reference[i] == '/').Select(i => (reference[..i], reference[(i + 1)..]));

    /// <summary>The run of a number or a name, or null.</summary>
    public static async Task<StoredRun?> FindRunAsync(EvalDatabase database, string reference, CancellationToken cancellationToken) =>
        await database.RunQueries.FindAsync(reference.TrimStart('#'), cancellationToken) is { } id
            ? await database.RunQueries.GetAsync(id, cancellationToken)
            : null;

    /// <summary>The run and the candidate of it that a reference names, or null where no part of it is a run.</summary>
    /// <exception cref="EvalConfigurationException">There is such a run, without such a candidate.</exception>
    public static async Task<(StoredRun Run, string Candidate)?> FindCandidateAsync(EvalDatabase database, string reference, CancellationToken cancellationToken)
    {
        EvalConfigurationException? missing = null;
        foreach (var (outer, candidate) in Splits(reference))
        {
            if (await FindRunAsync(database, outer, cancellationToken) is { } run)
            {
                if (run.Cells.Any(c => c.CandidateId == candidate))
                {
                    return (run, candidate);
                }

                missing ??= NoCandidate($"run {run.Id}", candidate, run);
            }
        }

        return missing is null ? null : throw missing;
    }

    /// <summary>What to say where a run or a file has no such candidate.</summary>
    public static EvalConfigurationException NoCandidate(string where, string candidate, StoredRun run) => new(
        null, $"{where} has no candidate \"{candidate}\"", NearestName.Hint(candidate, run.Cells.Select(c => c.CandidateId).Distinct(StringComparer.Ordinal)));
}
