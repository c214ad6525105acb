using System.Globalization;
using Eval.Core.Archives;
using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Service.Comparisons;
using Eval.Storage;
using Eval.Storage.Gates;

namespace Eval.Service.Gating;

/// <summary>Finds what the user means by a baseline or a candidate.</summary>
/// <param name="workspace">The workspace.</param>
/// <param name="database">Stored results.</param>
internal sealed class PartyFinder(Workspace workspace, EvalDatabase database)
{
    /// <summary>The word for the candidate of the newest pass of a gate.</summary>
    public const string LastPassed = "@last-passed";

    /// <summary>The baseline.</summary>
    /// <param name="policy">The policy, which may name one.</param>
    /// <param name="reference">What the user named, or null.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<GateParty> BaselineAsync(GatePolicy policy, string? reference, CancellationToken cancellationToken)
    {
        var named = reference ?? policy.Baseline ?? throw new EvalConfigurationException(
            policy.DefinedAt, $"the gate \"{policy.Name}\" names no baseline",
            $"--baseline takes a candidate, a run, {LastPassed}, or a file written by export; \"baseline\" in the policy sets a default");
        return named == LastPassed
            ? await LastPassedAsync(policy, cancellationToken)
            : await FindAsync(GateSide.Baseline, named, policy, cancellationToken);
    }

    /// <summary>The candidate.</summary>
    public Task<GateParty> CandidateAsync(GatePolicy policy, string reference, CancellationToken cancellationToken) =>
        FindAsync(GateSide.Candidate, reference, policy, cancellationToken);

    private async Task<GateParty> FindAsync(GateSide side, string reference, GatePolicy policy, CancellationToken cancellationToken)
    {
        if (workspace.Candidates.FirstOrDefault(c => c.Id == reference) is { } candidate)
        {
            return new GateParty { Side = side, Reference = reference, Name = candidate.Id, Candidate = candidate, CanRun = true };
        }

        if (FileOf(reference) is { } named)
        {
            var archive = await RunArchive.OpenAsync(named.File, cancellationToken);
            var cells = archive.Run.Cells.Where(c => named.Candidate is null || c.CandidateId == named.Candidate).ToList();
            return cells.Count == 0
                ? throw SideReference.NoCandidate(named.File, named.Candidate ?? "", archive.Run)
                : Stored(side, Path.GetFileName(named.File), [.. cells.Select(c => new ComparedCell(archive.Run, c, archive, named.File))], policy, archive.Sha256);
        }

        var (run, only) = await RunAsync(reference, cancellationToken) ?? throw Unknown(side, reference);
        return Stored(side, reference, [.. run.Cells.Where(c => only is null || c.CandidateId == only).Select(c => new ComparedCell(run, c, database.Runs))], policy);
    }

    // A path, or one with the candidate that is meant.
    private (string File, string? Candidate)? FileOf(string reference) =>
        SideReference.Splits(reference).Select(s => (File: s.Outer, Candidate: (string?)s.Candidate)).Prepend((File: reference, Candidate: null))
            .Select(s => ((string, string?)?)(Path.GetFullPath(s.File, workspace.Directory), s.Candidate)).FirstOrDefault(s => File.Exists(s!.Value.Item1));

    // A number, a name, or either with the candidate that is meant.
    private async Task<(StoredRun Run, string? Candidate)?> RunAsync(string reference, CancellationToken cancellationToken) =>
        await SideReference.FindRunAsync(database, reference, cancellationToken) is { } whole ? (whole, null)
        : await SideReference.FindCandidateAsync(database, reference, cancellationToken) is { } found ? (found.Run, found.Candidate)
        : null;

    private async Task<EvalConfigurationException> NotPassedAsync(GatePolicy policy, CancellationToken cancellationToken) =>
        await database.Gates.LastPassedAsync(policy.Name, null, cancellationToken) is { } other
            ? new EvalConfigurationException(
                null,
                $"the gate \"{policy.Name}\" has not passed under this policy, so there is no {LastPassed}; {other.CandidateName} passed under another one (decision {other.Id})",
                "name the baseline of the first decision under a changed policy: a candidate, a run or a file")
            : new EvalConfigurationException(
                null, $"the gate \"{policy.Name}\" has not passed yet, so there is no {LastPassed}", "name the baseline of the first decision: a candidate, a run or a file");

    private async Task<GateParty> LastPassedAsync(GatePolicy policy, CancellationToken cancellationToken)
    {
        var record = await database.Gates.LastPassedAsync(policy.Name, policy.Hash(), cancellationToken) ?? throw await NotPassedAsync(policy, cancellationToken);
        var party = new GateParty
        {
            Side = GateSide.Baseline,
            Reference = LastPassed,
            Name = record.CandidateName,
            Candidate = workspace.Candidates.FirstOrDefault(c => c.Id == record.CandidateName),
        };
        foreach (var source in record.Evidence.Where(e => e.Side == GateSide.Candidate && policy.Suite(e.Suite) is not null))
        {
            if (source is { RunId: { } runId, CellId: { } cellId }
                && await database.RunQueries.GetAsync(runId, cancellationToken) is { } run
                && run.Cells.FirstOrDefault(c => c.Id == cellId) is { } cell)
            {
                party.Add(new ComparedCell(run, cell, database.Runs));
            }
            else
            {
                party.Problems[source.Suite] = source.ArchiveFile is { } file
                    ? $"the results of {record.CandidateName} that passed came from {file}: name that file as the baseline"
                    : $"run {source.RunId}, with which {record.CandidateName} passed as decision {record.Id}, is no longer stored";
            }
        }

        return party;
    }

    private GateParty Stored(GateSide side, string reference, IReadOnlyList<ComparedCell> cells, GatePolicy policy, string? archiveHash = null)
    {
        var names = cells.Select(c => c.Cell.CandidateId).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count != 1)
        {
            throw new EvalConfigurationException(
                null, $"\"{reference}\" holds {names.Count.ToString(CultureInfo.InvariantCulture)} candidates ({string.Join(", ", names)})",
                $"name one: {reference}/{names.FirstOrDefault()}");
        }

        var party = new GateParty
        {
            Side = side,
            Reference = reference,
            Name = names[0],
            Candidate = workspace.Candidates.FirstOrDefault(c => c.Id == names[0]),
            ArchiveHash = archiveHash,
        };
        foreach (var cell in cells.Where(c => policy.Suite(c.Cell.SuiteName) is not null))
        {
            party.Add(cell);
        }

        foreach (var suite in policy.Suites.Where(s => !party.Cells.ContainsKey(s.Name)))
        {
            party.Problems[suite.Name] = $"{reference} holds no results of {party.Name} on {suite.Name}";
        }

        return party;
    }

    private EvalConfigurationException Unknown(GateSide side, string reference) => new(
        null,
        $"the {(side == GateSide.Baseline ? "baseline" : "candidate")} \"{reference}\" is no candidate of the workspace, no stored run and no file",
        NearestName.Hint(reference, workspace.Candidates.Select(c => c.Id)));
}
