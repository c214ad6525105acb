using Eval.Core.Archives;
using Eval.Core.Comparisons;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Queries;

namespace Eval.Service.Comparisons;

/// <summary>
/// Finds what a user means by one side of a comparison: the file of an archive, a run, one candidate of either (<c>12/tiny-large</c>), or a candidate
/// by its fullest stored results of each suite.
/// </summary>
/// <param name="open">Opens the database; asked only where a reference is no file, and once.</param>
/// <param name="currentDirectory">The folder that relative paths start from.</param>
public sealed class SideFinder(Func<CancellationToken, Task<EvalDatabase>> open, string currentDirectory) : IAsyncDisposable
{
    private EvalDatabase? _database;

    /// <summary>Finds a side.</summary>
    /// <exception cref="EvalConfigurationException">There is nothing of that name, or two things are.</exception>
    public async Task<ComparedSide> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var cells = await FromArchiveAsync(reference, cancellationToken) ?? await FromDatabaseAsync(reference, cancellationToken);
        return cells.Count > 0 ? new ComparedSide(reference, cells) : throw new EvalConfigurationException(null, $"\"{reference}\" has no stored results");
    }

    /// <summary>The stored run of a number, a name or <c>latest</c>, or null where there is none.</summary>
    public async Task<StoredRun?> FindRunAsync(string reference, CancellationToken cancellationToken) =>
        await SideReference.FindRunAsync(_database ??= await open(cancellationToken), reference, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<IReadOnlyList<ComparedCell>?> FromArchiveAsync(string reference, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(reference, currentDirectory);
        if (File.Exists(path))
        {
            return Cells(await RunArchive.OpenAsync(path, cancellationToken), candidate: null);
        }

        foreach (var (outer, candidate) in SideReference.Splits(reference).Select(s => (Path.GetFullPath(s.Outer, currentDirectory), s.Candidate)))
        {
            if (File.Exists(outer))
            {
                return Cells(await RunArchive.OpenAsync(outer, cancellationToken), candidate);
            }
        }

        return reference.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || reference.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? throw new EvalConfigurationException(null, $"there is no file {path}", "a run is written to one with export")
            : null;
    }

    private async Task<IReadOnlyList<ComparedCell>> FromDatabaseAsync(string reference, CancellationToken cancellationToken)
    {
        var database = _database ??= await open(cancellationToken);
        var run = await SideReference.FindRunAsync(database, reference, cancellationToken);
        if (run is null && await SideReference.FindCandidateAsync(database, reference, cancellationToken) is { } one)
        {
            return Cells(one.Run, database.Runs, one.Candidate, null);
        }

        var newest = await database.CellQueries.FullestAsync(new CellFilter { CandidateId = reference }, cancellationToken);
        return (run, newest.Count) switch
        {
            ({ } found, 0) => Cells(found, database.Runs, null, null),
            ({ } found, _) => throw new EvalConfigurationException(
                null, $"\"{reference}\" is a run and a candidate", $"write {found.Id} for the run, {newest[0].RunId}/{reference} for the candidate"),
            (null, 0) => throw await MissingAsync(database, reference, cancellationToken),
            _ => await CellsAsync(database, newest, cancellationToken),
        };
    }

    private static async Task<IReadOnlyList<ComparedCell>> CellsAsync(
        EvalDatabase database, IReadOnlyList<CellReference> references, CancellationToken cancellationToken)
    {
        var runs = new Dictionary<long, StoredRun>();
        foreach (var id in references.Select(r => r.RunId).Distinct())
        {
            runs[id] = (await database.RunQueries.GetAsync(id, cancellationToken))!;
        }

        return [.. references.Select(r => new ComparedCell(runs[r.RunId], runs[r.RunId].Cells.First(c => c.Id == r.CellId), database.Runs))];
    }

    private static IReadOnlyList<ComparedCell> Cells(RunArchive archive, string? candidate) => Cells(archive.Run, archive, candidate, archive.Path);

    private static IReadOnlyList<ComparedCell> Cells(StoredRun run, ISampleSource samples, string? candidate, string? file)
    {
        var names = run.Cells.Select(c => c.CandidateId).Distinct(StringComparer.Ordinal).ToList();
        return candidate is null || names.Contains(candidate)
            ? [.. run.Cells.Where(c => candidate is null || c.CandidateId == candidate).Select(c => new ComparedCell(run, c, samples, file))]
            : throw SideReference.NoCandidate(file ?? $"run {run.Id}", candidate, run);
    }

    private static async Task<EvalConfigurationException> MissingAsync(EvalDatabase database, string reference, CancellationToken cancellationToken)
    {
        if (await database.CellQueries.ListAsync(new CellFilter { CandidateId = reference }, 1, cancellationToken) is [var imported]
            && await database.RunQueries.GetAsync(imported.RunId, cancellationToken) is { Import: not null })
        {
            return new EvalConfigurationException(
                null, $"\"{reference}\" has imported results only, which are meant only where their run is named", $"write {imported.RunId}/{reference}");
        }

        var names = (await database.CellQueries.CandidatesAsync(cancellationToken)).ToList();
        var runs = await database.RunQueries.ListAsync(0, 100, cancellationToken);
        names.AddRange(runs.Select(r => r.Name).OfType<string>());
        return new EvalConfigurationException(null, $"\"{reference}\" is no run, no candidate with stored results and no file", NearestName.Hint(reference, names));
    }
}
