using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Service.Running;
using Eval.Storage.Gates;

namespace Eval.Service.Gating;

/// <summary>Runs a plan and shows how it goes: the command line draws it, a service logs it.</summary>
/// <param name="plan">The plan.</param>
/// <param name="run">Runs it.</param>
/// <param name="cancellationToken">Stops it cleanly.</param>
public delegate Task<RunOutcome> WatchedRun(
    RunPlan plan, Func<IProgress<RunProgress>, Task<RunOutcome>> run, CancellationToken cancellationToken);

/// <summary>Runs what a gate has no stored results of, within one budget for all of it.</summary>
internal sealed class MissingRuns(GateRequest request, RunService runs, EvidenceFinder finder, WatchedRun watch)
{
    private readonly Dictionary<long, long> _spent = [];

    /// <summary>Money that the gate's own runs have spent, in micro-dollars.</summary>
    public long SpentMicroUsd => _spent.Values.Sum();

    /// <summary>
    /// Runs the missing cells and gives them to their parties, as far as they got. Returns why it cannot go on (exit code 5 or 130, with reasons), or null.
    /// What broke is no reason to stop: it lowers coverage, and the gate will say so.
    /// </summary>
    /// <param name="missing">Parties with the suites, or steps of suites, that each lacks.</param>
    /// <param name="name">What the runs are for.</param>
    /// <param name="cancellationToken">Stops the runs cleanly.</param>
    public async Task<RunOutcome?> RunAsync(
        IReadOnlyList<(GateParty Party, IReadOnlyDictionary<string, SampleRange> Ranges)> missing, string name, CancellationToken cancellationToken)
    {
        // What both lack is asked of both at once, so that hosted ones run beside each other.
        var left = new List<(GateParty Party, string Suite, SampleRange Range)>();
        foreach (var (party, ranges) in missing.Where(m => m.Ranges.Count > 0))
        {
            left.AddRange(await NotStoredAsync(party, ranges, cancellationToken));
        }

        foreach (var group in (request.NoRun ? [] : left).GroupBy(l => l.Party).GroupBy(p => string.Join('\n', p.Select(l => $"{l.Suite} {l.Range}")), p => p.ToList()))
        {
            var parties = group.Select(g => g[0].Party).ToList();
            var plan = await finder.PlanAsync(parties, group.First().ToDictionary(l => l.Suite, l => l.Range, StringComparer.Ordinal), name, cancellationToken);
            var outcome = await RunAsync(plan, cancellationToken);
            foreach (var party in parties)
            {
                Take(party, outcome);
            }

            if (outcome.ExitCode is 5 or 130)
            {
                return outcome;
            }
        }

        return null;
    }

    // Steps of an earlier attempt need not be asked again.
    private async Task<IReadOnlyList<(GateParty Party, string Suite, SampleRange Range)>> NotStoredAsync(
        GateParty party, IReadOnlyDictionary<string, SampleRange> ranges, CancellationToken cancellationToken)
    {
        var left = new List<(GateParty, string, SampleRange)>();
        foreach (var cell in (await finder.PlanAsync([party], ranges, null, cancellationToken)).Cells)
        {
            if (!(request.Fresh && party.Side == GateSide.Candidate) && await finder.FindAsync(cell, party.Seed, cancellationToken) is { } stored)
            {
                party.Add(stored);
            }
            else
            {
                left.Add((party, cell.Suite.Name, ranges[cell.Suite.Name]));
            }
        }

        return left;
    }

    private async Task<RunOutcome> RunAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        var options = request.Options with
        {
            // A resumed run asks again what failed for the infrastructure's sake: a gate wants evidence.
            RetryErrors = true,
            MinCoverage = request.Policy.MinCoverage,
            BudgetUsd = request.Options.BudgetUsd is { } budget ? Math.Max(0, budget - (SpentMicroUsd / 1_000_000m)) : null,
        };
        var outcome = await watch(plan, progress => runs.RunAsync(plan, options, progress, cancellationToken), cancellationToken);
        _spent[outcome.Run.Id] = outcome.Run.Cells.Sum(c => c.SpentMicroUsd ?? 0);
        return outcome;
    }

    private void Take(GateParty party, RunOutcome outcome)
    {
        foreach (var cell in outcome.Run.Cells.Where(c => c.CandidateId == party.Name && c.SkipReason is null))
        {
            party.Add(finder.Side(outcome.Run, cell));
            if (outcome.ExitCode != 0 && outcome.Run.Note is { } note)
            {
                party.Problems[cell.SuiteName] = note;
            }
        }
    }
}
