using Eval.Cli.CommandLine;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Core.Running.Tournaments.Voting;
using Eval.Core.Suites.Kinds.Arena;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary>The arena of a stored run.</summary>
internal sealed class ArenaRun
{
    private readonly EvalDatabase _database;
    private Dictionary<int, PromptGroup>? _prompts;

    private ArenaRun(EvalDatabase database, StoredRun run, IReadOnlyList<StoredCell> cells, ArenaDefinition definition) =>
        (_database, Run, Cells, Definition) = (database, run, cells, definition);

    public StoredRun Run { get; }

    /// <summary>The cells that take part.</summary>
    public IReadOnlyList<StoredCell> Cells { get; }

    public ArenaDefinition Definition { get; }

    public string Suite => Cells[0].SuiteName;

    public IReadOnlyList<string> Candidates => [.. Cells.Select(c => c.CandidateId)];

    /// <summary>What it is called beside its numbers.</summary>
    public string Name => $"run {Run.Id}{(Run.Name is { } name ? $" ({name})" : "")}, {Suite}";

    /// <summary>Battles that the whole tournament was meant to have.</summary>
    public long Total => Definition.Total(Cells.Count, Cells[0].Planned * Cells[0].Epochs);

    /// <summary>Finds it. Throws where the run has no arena, or several to choose from.</summary>
    public static async Task<ArenaRun> FindAsync(EvalDatabase database, string reference, string? suite, CommandContext context, CancellationToken cancellationToken)
    {
        var run = await StoredRuns.FindAsync(database, reference, context, cancellationToken);
        var arenas = run.Cells.Where(c => c.SkipReason is null && c.SuiteKind == "arena").ToList();
        var names = arenas.Select(c => c.SuiteName).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            throw new EvalConfigurationException(null, $"run {run.Id} has no arena", "only a suite of the kind arena has battles to rate");
        }

        if (suite is not null && !names.Contains(suite))
        {
            throw new EvalConfigurationException(null, $"run {run.Id} has no arena \"{suite}\"", NearestName.Hint(suite, names));
        }

        if (suite is null && names.Count > 1)
        {
            throw new EvalConfigurationException(null, $"run {run.Id} has several arenas: {string.Join(", ", names)}", "--suite chooses one");
        }

        var cells = arenas.Where(c => c.SuiteName == (suite ?? names[0])).ToList();
        var definition = ArenaDefinition.Of(cells[0].DefinitionText)
            ?? throw new EvalConfigurationException(null, $"the definition of {cells[0].SuiteName} in run {run.Id} cannot be read", "a newer version of this program wrote it, or it was imported");
        return new ArenaRun(database, run, cells, definition);
    }

    /// <summary>What judges or a scorer decided, and what is still to be played.</summary>
    public async Task<IReadOnlyList<BattleResult>> BattlesAsync(CancellationToken cancellationToken) =>
        await _database.Runs.Battles!.ReadAsync(Run.Id, Suite, texts: false, cancellationToken).ToListAsync(cancellationToken);

    /// <summary>The same with what judges said, one after another.</summary>
    public IAsyncEnumerable<BattleResult> ToldAsync(CancellationToken cancellationToken) => _database.Runs.Battles!.ReadAsync(Run.Id, Suite, texts: true, cancellationToken);

    /// <summary>People's votes.</summary>
    public Task<IReadOnlyList<Vote>> VotesAsync(CancellationToken cancellationToken) => _database.Votes.ReadAsync(Run.Id, Suite, cancellationToken);

    /// <summary>People's votes as battles.</summary>
    public async Task<IReadOnlyList<BattleResult>> VotedAsync(CancellationToken cancellationToken)
    {
        var votes = await VotesAsync(cancellationToken);
        return votes.Count == 0 ? [] : TournamentBattles.Voted(votes, await PromptsAsync(cancellationToken));
    }

    /// <summary>Slices and clusters of the prompts by their place, as the stored answers have them.</summary>
    public async Task<IReadOnlyDictionary<int, PromptGroup>> PromptsAsync(CancellationToken cancellationToken)
    {
        if (_prompts is null)
        {
            _prompts = [];
            foreach (var cell in Cells.TakeWhile(c => _prompts.Count < c.Planned))
            {
                await foreach (var sample in _database.Runs.ReadSamplesAsync(cell.Id, texts: false, cancellationToken))
                {
                    _prompts.TryAdd(sample.Ordinal, new PromptGroup(sample.Cluster, sample.Slices));
                }
            }
        }

        return _prompts;
    }

    /// <summary>The data's ids of the prompts by their place.</summary>
    public async Task<IReadOnlyDictionary<int, string>> SampleIdsAsync(CancellationToken cancellationToken)
    {
        var ids = new Dictionary<int, string>();
        await foreach (var sample in _database.Runs.ReadSamplesAsync(Cells[0].Id, texts: false, cancellationToken))
        {
            ids.TryAdd(sample.Ordinal, sample.SampleId);
        }

        return ids;
    }

    /// <summary>The tournament's own table.</summary>
    public TournamentTable Table => new(Definition.Rating, Candidates, Run.Confidence, Run.Seed);
}
