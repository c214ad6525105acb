using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Gates;
using Eval.Storage.Opening;

namespace Eval.Service.Gating;

/// <summary>
/// Decides whether a candidate may replace a baseline: finds both sides' results, runs what is missing, decides by the policy, and stores the decision
/// with everything needed to replay it.
/// </summary>
/// <param name="databasePath">The database; made when first needed.</param>
/// <param name="runs">Runs what is missing.</param>
/// <param name="time">The clock.</param>
public sealed class GateService(string databasePath, RunService runs, TimeProvider time)
{
    /// <summary>Decides.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="watch">Shows how missing results are run.</param>
    /// <param name="cancellationToken">Stops it cleanly; what was run is stored.</param>
    /// <exception cref="EvalConfigurationException">The policy, a name or a file is wrong.</exception>
    /// <exception cref="EvalStorageException">The database failed.</exception>
    public async Task<GateOutcome> DecideAsync(GateRequest request, WatchedRun watch, CancellationToken cancellationToken)
    {
        var suites = GateCheck.Suites(request.Policy, request.Workspace);
        await using var database = await EvalDatabase.OpenAsync(
            new EvalDatabaseOptions { Path = databasePath, Mode = OpenMode.ReadWrite, Time = time }, cancellationToken);
        var parties = new PartyFinder(request.Workspace, database);
        var baseline = await parties.BaselineAsync(request.Policy, request.Baseline, cancellationToken);
        var candidate = await parties.CandidateAsync(request.Policy, request.Candidate ?? throw Missing(request), cancellationToken);
        if (baseline.ArchiveHash == candidate.ArchiveHash && (baseline.ArchiveHash is not null || baseline.Reference == candidate.Reference))
        {
            throw new EvalConfigurationException(
                null, $"baseline and candidate are both \"{candidate.Reference}\"", "gate --self-check tells what a gate says of a model against itself");
        }

        if (request.Fresh && !candidate.CanRun)
        {
            throw new EvalConfigurationException(
                null, $"\"{candidate.Reference}\" holds results and cannot be asked anew", "--fresh needs a candidate of the workspace, by its id");
        }

        var finder = new EvidenceFinder(request, runs, database);
        await finder.PlanAsync([baseline, candidate], cancellationToken);
        await FindStoredAsync(finder, request.Fresh ? [baseline] : [baseline, candidate], cancellationToken);
        GateCheck.Together(suites, request, baseline, candidate);
        var gate = new GateRun(request, baseline, candidate, new MissingRuns(request, runs, finder, watch), finder, new JudgeEvidence(database.JudgeCards));
        return await gate.ToEndAsync(cancellationToken) switch
        {
            { Stopped: { } stopped } => stopped,
            { Decision: { } decision, Evidence: { } evidence } done => new GateOutcome
            {
                ExitCode = decision.ExitCode,
                Decided = await StoreAsync(database, request, baseline, candidate, decision, evidence, [.. done.Notes, .. OutOfDate(suites, baseline, candidate)], cancellationToken),
                Power = done.Power,
            },
            _ => throw new InvalidOperationException("a gate ended without a decision"),
        };
    }

    /// <summary>
    /// Checks the policy on stored scores, by simulated gates in which the truth is known. Asks nothing. Without a candidate the baseline's own
    /// repetitions are divided, or where there are none, its scores are taken with those of another stored candidate.
    /// </summary>
    /// <exception cref="EvalConfigurationException">The policy or a name is wrong, or no scores are stored that could be used.</exception>
    /// <exception cref="EvalStorageException">The database failed.</exception>
    public async Task<SelfCheckOutcome> SelfCheckAsync(GateRequest request, CancellationToken cancellationToken)
    {
        GateCheck.Suites(request.Policy, request.Workspace);
        await using var database = await EvalDatabase.OpenAsync(databasePath, OpenMode.ReadOnly, cancellationToken);
        var parties = new PartyFinder(request.Workspace, database);
        var baseline = await parties.BaselineAsync(request.Policy, request.Baseline, cancellationToken);
        var candidate = request.Candidate is { } named ? await parties.CandidateAsync(request.Policy, named, cancellationToken) : null;
        var finder = new EvidenceFinder(request with { NoRun = true }, runs, database);
        IReadOnlyList<GateParty> both = candidate is null ? [baseline] : [baseline, candidate];
        await finder.PlanAsync(both, cancellationToken);
        await FindStoredAsync(finder, both, cancellationToken);
        return await new SelfCheck(request, database, baseline, candidate).RunAsync(cancellationToken);
    }

    private static EvalConfigurationException Missing(GateRequest request) => new(
        null, "the gate needs a candidate", $"--candidate takes one of: {string.Join(", ", request.Workspace.Candidates.Select(c => c.Id))}");

    // Where nothing of either side is run, nothing else would tell that the workspace has moved on.
    private static IEnumerable<string> OutOfDate(IEnumerable<Suite> suites, GateParty baseline, GateParty candidate) =>
        from suite in baseline.CanRun || candidate.CanRun ? [] : suites
        where candidate.Find(suite.Name) is { } cell && IsOutOfDate(cell.Cell, suite)
        select $"{suite.Name}: both sides were made with another definition of the suite than the workspace has today (version {suite.Version})";

    // What judged is told by a run, which asks the judges who they are; the suite of the workspace names them only.
    internal static bool IsOutOfDate(StoredCell cell, Suite suite) => cell.DefinitionHash != suite.DefinitionHash
        && (cell.DefinitionText is not { } then || suite.DefinitionText is not { } now
            || DefinitionDiff.Of(then, now).Any(d => d.Key != "judges" && !d.Key.StartsWith("judges[", StringComparison.Ordinal)));

    private static async Task FindStoredAsync(EvidenceFinder finder, IReadOnlyList<GateParty> parties, CancellationToken cancellationToken)
    {
        foreach (var party in parties)
        {
            foreach (var cell in party.Planned.Values.Where(c => c.SkipReason is null))
            {
                if (await finder.FindAsync(cell, party.Seed, cancellationToken) is { } found)
                {
                    party.Add(found);
                }
            }
        }
    }

    private static async Task<DecidedGate> StoreAsync(
        EvalDatabase database,
        GateRequest request,
        GateParty baseline,
        GateParty candidate,
        GateDecision decision,
        GateEvidence evidence,
        IReadOnlyList<string> notes,
        CancellationToken cancellationToken)
    {
        var record = new GateRecord
        {
            Gate = request.Policy.Name,
            PolicyHash = request.Policy.Hash(),
            PolicyText = request.Policy.ToJson().ToJsonString(),
            Baseline = baseline.Reference,
            BaselineName = baseline.Name,
            BaselineIdentity = baseline.Identity,
            CandidateName = candidate.Name,
            CandidateIdentity = candidate.Identity,
            Verdict = decision.Verdict,
            ExitCode = decision.ExitCode,
            EvidenceHash = EvidenceHash.Of(evidence),
            Decision = StoredDecision.Write(decision, notes),
            WorkspaceFile = request.Workspace.File,
            DecidedBy = request.DecidedBy,
            Evidence = [.. Sources(baseline, request.Policy), .. Sources(candidate, request.Policy)],
        };
        var stored = await database.Gates.AddAsync(record, cancellationToken);
        return StoredDecision.Read(stored, await database.Gates.AttemptsAsync(stored, cancellationToken));
    }

    private static IEnumerable<GateSource> Sources(GateParty party, GatePolicy policy) =>
        from suite in policy.Suites
        from cell in party.Cells.GetValueOrDefault(suite.Name) ?? []
        select new GateSource
        {
            Side = party.Side,
            Suite = suite.Name,
            RunId = cell.File is null ? cell.Run.Id : null,
            CellId = cell.File is null ? cell.Cell.Id : null,
            ArchiveFile = cell.File is { } file ? Path.GetFileName(file) : null,
            ArchiveHash = party.ArchiveHash,
            DefinitionHash = cell.Cell.DefinitionHash,
            DataHash = cell.Cell.DataHash,
            Samples = cell.Cell.Planned,
            Epochs = cell.Cell.Epochs,
            Seed = cell.Run.Seed,
        };
}
