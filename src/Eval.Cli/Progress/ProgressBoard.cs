using Eval.Core.Running;

namespace Eval.Cli.Progress;

/// <summary>Where a run stands: one entry per candidate and suite. Used by one task only.</summary>
internal sealed class ProgressBoard
{
    private readonly Dictionary<(string, string), ProgressCell> _byKey = [];
    private readonly List<ProgressCell> _cells = [];

    public ProgressBoard(RunPlan plan)
    {
        foreach (var cell in plan.Cells)
        {
            Add(cell.Candidate.Id, cell.Suite.Name, cell.Suite.Metrics is [var first, ..] ? first : null, (long)cell.Samples * cell.Epochs);
        }
    }

    /// <summary>In the plan's order.</summary>
    public IReadOnlyList<ProgressCell> Cells => _cells;

    public ProgressCell Apply(RunProgress progress, DateTimeOffset now)
    {
        var cell = _byKey.TryGetValue((progress.CandidateId, progress.SuiteName), out var known)
            ? known
            : Add(progress.CandidateId, progress.SuiteName, null, progress.Planned);
        cell.Apply(progress, now);
        return cell;
    }

    private ProgressCell Add(string candidate, string suite, string? metricId, long planned)
    {
        var cell = new ProgressCell(candidate, suite, metricId, planned);
        _byKey.Add((candidate, suite), cell);
        _cells.Add(cell);
        return cell;
    }
}
