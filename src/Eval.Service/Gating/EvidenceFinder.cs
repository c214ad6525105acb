using Eval.Core.Comparisons;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Storage;
using Eval.Storage.Gates;

namespace Eval.Service.Gating;

/// <summary>Plans what a gate would have to run, and finds what is stored of it already.</summary>
internal sealed class EvidenceFinder(GateRequest request, Running.RunService runs, EvalDatabase database)
{
    private readonly Dictionary<string, int> _shorter = new(StringComparer.Ordinal);

    /// <summary>
    /// Samples of a suite that are worth asking, or null for all: the user's limit, and no more than a side that is given as results has. Subsets of one seed
    /// are nested, so those are the samples that it shares.
    /// </summary>
    public int? LimitOf(string suite) =>
        _shorter.TryGetValue(suite, out var most) && !(request.Limit < most) ? most : request.Limit;

    /// <summary>Plans the suites for the parties that can be run. A model that is away becomes the party's problem.</summary>
    public async Task PlanAsync(IReadOnlyList<GateParty> parties, CancellationToken cancellationToken)
    {
        foreach (var cell in parties.Where(p => !p.CanRun).SelectMany(p => request.Policy.Suites.Select(s => p.Find(s.Name))).OfType<ComparedCell>())
        {
            // A step of another gate holds other samples than the first so many.
            if (cell.Cell is { Limit: not null, Planned: > 0 } && cell.Run.Trigger != "gate" && cell.Run.Seed == (request.Seed ?? request.Workspace.Defaults.Seed))
            {
                _shorter[cell.Cell.SuiteName] = Math.Min(cell.Cell.Planned, _shorter.GetValueOrDefault(cell.Cell.SuiteName, int.MaxValue));
            }
        }

        var runnable = parties.Where(p => p.CanRun).ToList();
        try
        {
            await PlanTogetherAsync(runnable, cancellationToken);
        }
        catch (ModelUnavailableException) when (runnable.Count > 1)
        {
            foreach (var party in runnable)
            {
                try
                {
                    await PlanTogetherAsync([party], cancellationToken);
                }
                catch (ModelUnavailableException e)
                {
                    party.Problem = e.Message;
                }
            }
        }
        catch (ModelUnavailableException e)
        {
            runnable[0].Problem = e.Message;
        }
    }

    /// <summary>The plan of some suites, or steps of them, for some parties.</summary>
    public Task<RunPlan> PlanAsync(
        IEnumerable<GateParty> parties, IReadOnlyDictionary<string, SampleRange> ranges, string? name, CancellationToken cancellationToken) =>
        runs.PlanAsync(
            new RunRequest
            {
                Workspace = request.Workspace,
                Candidates = [.. parties.Select(p => p.Name)],
                Suites = [.. ranges.Keys],
                Ranges = ranges,
                Seed = request.Seed,
                Epochs = request.Epochs,
                AllowCommands = request.Options.AllowCommands,
                Name = name,
                Trigger = "gate",
            },
            cancellationToken);

    /// <summary>
    /// The newest stored cell of what is planned, or null. Only complete ones count whose coverage is enough, because the others can be asked again;
    /// with <see cref="GateRequest.NoRun"/> the best that is there.
    /// </summary>
    public async Task<ComparedCell?> FindAsync(RunCell cell, int seed, CancellationToken cancellationToken)
    {
        var key = new CellKey(
            cell.Model.Identity.Canonical, cell.Suite.Name, cell.Suite.Version, cell.Suite.DefinitionHash, cell.DataHash, cell.Epochs, seed);
        var found = await database.GateEvidence.FindAsync(key, cancellationToken);
        var best = found.FirstOrDefault(c => c.IsComplete && c.Scored >= request.Policy.MinCoverage * c.Planned)
            ?? (request.NoRun ? found.Where(c => c.Stored > 0).MaxBy(c => c.Scored) : null);
        return best is not null && await database.RunQueries.GetAsync(best.RunId, cancellationToken) is { } run
            ? Side(run, run.Cells.Single(c => c.Id == best.CellId))
            : null;
    }

    /// <summary>A cell of a stored run as one side's results.</summary>
    public ComparedCell Side(StoredRun run, StoredCell cell) => new(run, cell, database.Runs);

    private async Task PlanTogetherAsync(IReadOnlyList<GateParty> parties, CancellationToken cancellationToken)
    {
        if (parties.Count == 0)
        {
            return;
        }

        var ranges = request.Policy.Suites.ToDictionary(s => s.Name, s => (SampleRange)LimitOf(s.Name), StringComparer.Ordinal);
        var plan = await PlanAsync(parties.DistinctBy(p => p.Name), ranges, null, cancellationToken);
        foreach (var party in parties)
        {
            party.Seed = plan.Seed;
            party.Planned = plan.Cells.Where(c => c.Candidate.Id == party.Name).ToDictionary(c => c.Suite.Name, StringComparer.Ordinal);
            foreach (var cell in party.Planned.Values.Where(c => c.SkipReason is not null))
            {
                party.Problems[cell.Suite.Name] = $"{party.Name} cannot run {cell.Suite.Name}: {cell.SkipReason}";
            }
        }
    }
}
