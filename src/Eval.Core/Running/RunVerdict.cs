using Eval.Core.Metrics.Arena;

namespace Eval.Core.Running;

/// <summary>What a run's exit code is, computed from the stored run alone.</summary>
/// <param name="ExitCode">0 done, 4 broken, 5 stopped by a limit, 130 interrupted.</param>
/// <param name="Reasons">Why it is not 0, one sentence each.</param>
public sealed record RunVerdict(int ExitCode, IReadOnlyList<string> Reasons)
{
    /// <summary>
    /// Judges a stored run. Nothing scored, a cell that is incomplete or below <paramref name="minCoverage"/>, or a run that was
    /// given up is never 0.
    /// </summary>
    /// <param name="run">The run, read back from the store.</param>
    /// <param name="minCoverage">Share of planned samples that must be scored, 0 to 1.</param>
    public static RunVerdict Of(StoredRun run, double minCoverage)
    {
        switch (run.Status)
        {
            case RunStatus.Interrupted:
                return new RunVerdict(130, [run.Note ?? "the run was interrupted"]);
            case RunStatus.Stopped:
                return new RunVerdict(5, [run.Note ?? "the run was stopped by a limit"]);
        }

        var reasons = new List<string>();
        if (run.Status == RunStatus.Failed)
        {
            reasons.Add(run.Note ?? "a candidate was given up");
        }

        if (run.Status == RunStatus.Running)
        {
            reasons.Add("the run has not finished");
        }

        var asked = run.Cells.Where(c => c.SkipReason is null).ToList();
        foreach (var cell in asked)
        {
            var planned = (long)cell.Planned * cell.Epochs;
            var scored = cell.Outcomes.Where(o => o.Key.IsScored()).Sum(o => (long)o.Value);
            var stored = cell.Outcomes.Sum(o => (long)o.Value);
            var name = $"{cell.CandidateId} on {cell.SuiteName}";
            if (scored == 0)
            {
                reasons.Add($"{name}: nothing was scored");
            }
            else if (stored < planned)
            {
                reasons.Add($"{name}: {stored:N0} of {planned:N0} samples are done");
            }
            else if (scored < minCoverage * planned)
            {
                reasons.Add($"{name}: coverage {(double)scored / planned:P1} is below {minCoverage:P1}");
            }
        }

        foreach (var arena in asked.GroupBy(c => c.SuiteName, StringComparer.Ordinal))
        {
            // Each battle stands in two cells; the worst cell speaks for all.
            var scores = arena.SelectMany(c => c.Estimates).Where(e => e is { MetricId: ArenaMetrics.Score, Slice: null, Planned: > 0 }).ToList();
            if (scores.Count > 0 && scores.MinBy(e => e.Coverage) is { } worst && worst.Coverage < minCoverage)
            {
                reasons.Add(worst.N == 0 ? $"{arena.Key}: no battle was decided" : $"{arena.Key}: coverage of the battles {worst.Coverage:P1} is below {minCoverage:P1}");
            }
        }

        if (asked.Count == 0)
        {
            reasons.Add("no candidate could run any suite");
        }

        return new RunVerdict(reasons.Count == 0 ? 0 : 4, reasons);
    }
}
