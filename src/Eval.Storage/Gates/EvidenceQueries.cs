using Eval.Core.Running;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Gates;

/// <summary>What must be equal for a stored cell to stand for one that would be run now.</summary>
/// <param name="CandidateIdentity">What is measured; see <see cref="Core.Models.ModelIdentity.Canonical"/>.</param>
/// <param name="SuiteName">The suite's name.</param>
/// <param name="SuiteVersion">Its version.</param>
/// <param name="DefinitionHash">Hash of its definition.</param>
/// <param name="DataHash">Hash of the planned samples.</param>
/// <param name="Epochs">Repetitions.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record CellKey(
    string CandidateIdentity, string SuiteName, string SuiteVersion, string DefinitionHash, string DataHash, int Epochs, int Seed);

/// <summary>A stored cell of a key.</summary>
/// <param name="RunId">The run.</param>
/// <param name="CellId">The cell.</param>
/// <param name="Planned">Samples wanted, epochs included.</param>
/// <param name="Stored">Samples that have an outcome.</param>
/// <param name="Scored">Samples that count in metrics.</param>
public sealed record FoundCell(long RunId, long CellId, long Planned, long Stored, long Scored)
{
    /// <summary>True where every sample has an outcome.</summary>
    public bool IsComplete => Stored >= Planned;
}

/// <summary>Stored cells that can stand for what a gate would have to run.</summary>
public sealed class EvidenceQueries
{
    private readonly EvalDatabase _database;

    internal EvidenceQueries(EvalDatabase database) => _database = database;

    /// <summary>The stored cells of a key, the newest first; skipped and imported ones left out.</summary>
    public Task<IReadOnlyList<FoundCell>> FindAsync(CellKey key, CancellationToken cancellationToken) => _database.ReadAsync(async context =>
    {
        var cells = await (
            from cell in context.Cells.AsNoTracking()
            join run in context.Runs on cell.RunId equals run.Id
            where cell.Suite!.Name == key.SuiteName
                && cell.Suite.Version == key.SuiteVersion
                && cell.Suite.DefinitionHash == key.DefinitionHash
                && cell.Candidate!.Identity == key.CandidateIdentity
                && cell.DataHash == key.DataHash
                && cell.Epochs == key.Epochs
                && cell.SkipReason == null
                && run.Seed == key.Seed
                && run.Import == null
            orderby cell.RunId descending
            select new { cell.RunId, cell.Id, Planned = (long)cell.Planned * cell.Epochs }).ToListAsync(cancellationToken);
        var ids = cells.ConvertAll(c => c.Id);
        var totals = (await context.CellTotals.AsNoTracking().Where(t => ids.Contains(t.CellId)).ToListAsync(cancellationToken)).ToLookup(t => t.CellId);
        return (IReadOnlyList<FoundCell>)[.. cells.Select(c => new FoundCell(
            c.RunId, c.Id, c.Planned, totals[c.Id].Sum(t => t.Samples), totals[c.Id].Where(t => t.Outcome.IsScored()).Sum(t => t.Samples)))];
    });
}
