using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Arena;
using Eval.Storage;
using Eval.Storage.Queries;

namespace Eval.Service.Running;

/// <summary>Finds answers of earlier tournaments, so that a new candidate, another judge or another pairing costs no old answer again.</summary>
internal static class StoredArenaAnswers
{
    // Enough to look behind trials with other limits and judges.
    private const int MostLookedAt = 20;

    /// <summary>The plan with a source of answers for each cell of an arena that has been answered whole before, by the same model and seed.</summary>
    /// <param name="database">Where runs are stored.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="own">The run that is gone on with or begun.</param>
    /// <param name="now">The time: hosted answers are kept as long as in the cache.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static async Task<RunPlan> FindAsync(EvalDatabase database, RunPlan plan, long own, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cells = new List<RunCell>();
        foreach (var cell in plan.Cells)
        {
            var isOpen = SuiteKinds.Find(cell.Suite.Kind)!.IsTournament && cell is { SkipReason: null, AnswersFrom: null };
            cells.Add(isOpen && await FindAsync(database, cell, plan.Seed, own, now, cancellationToken) is { } found ? cell with { AnswersFrom = found } : cell);
        }

        return plan with { Cells = cells };
    }

    private static async Task<long?> FindAsync(EvalDatabase database, RunCell cell, int seed, long own, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var oldest = ArenaAnswers.KeptFor(cell.Candidate) is { } kept ? now - kept : DateTimeOffset.MinValue;
        var filter = new CellFilter { CandidateIdentity = cell.Model.Identity.Canonical, SuiteName = cell.Suite.Name, DataHash = cell.DataHash };
        foreach (var reference in await database.CellQueries.ListAsync(filter, MostLookedAt, cancellationToken))
        {
            if (reference.RunId == own)
            {
                continue;
            }

            var run = await database.RunQueries.GetAsync(reference.RunId, cancellationToken);

            // What only passed an answer on does not make it younger.
            if (run is { Import: null } && run.Seed == seed && run.CreatedAt >= oldest && run.Cells.FirstOrDefault(c => c.Id == reference.CellId) is { } stored && stored.Epochs == cell.Epochs
                && (cell.Candidate.Hosted is null || stored.CachedSamples == 0)
                && stored.Outcomes.Where(o => o.Key.IsScored()).Sum(o => (long)o.Value) == (long)cell.Samples * cell.Epochs
                && ArenaAnswers.AreSame(stored.DefinitionText, cell.Suite.DefinitionText))
            {
                return reference.CellId;
            }
        }

        return null;
    }
}
