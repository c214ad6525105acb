using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.Core.Scoring.Commands;
using Eval.Core.Suites;

namespace Eval.Core.Running;

/// <summary>
/// Executes a plan, committing every finished unit at once: local candidates one by one, hosted ones beside them. Stopping it at any point loses at most
/// the units in flight; running the same plan again goes on from what is stored.
/// </summary>
/// <param name="providers">Who opens models.</param>
/// <param name="data">Reads data sets.</param>
/// <param name="store">Where results go.</param>
/// <param name="cache">Answers of earlier runs, or null.</param>
/// <param name="time">The clock.</param>
public sealed class RunExecutor(
    IReadOnlyList<IModelProvider> providers, SuiteData data, IRunStore store, IAnswerCache? cache, TimeProvider time)
{
    /// <summary>
    /// Does everything of a plan that is not stored yet, then computes the estimates from the stored samples and records how the run ended.
    /// Cancelling ends it as <see cref="RunStatus.Interrupted"/>; it does not throw for that.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="run">The stored run that the results belong to.</param>
    /// <param name="workFolder">Where large intermediate files go.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="progress">Told after each commit.</param>
    /// <param name="cancellationToken">Stops the run cleanly.</param>
    public async Task<RunStatus> ExecuteAsync(
        RunPlan plan,
        RunInfo run,
        string workFolder,
        RunOptions options,
        IProgress<RunProgress> progress,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var budget = await BudgetAsync(run, options, cancellationToken);
        using var models = new RunModels(
            providers, plan.Candidates, cache, Asked(plan), budget, options.MaxConcurrency, time);
        await using var judges = new OpenModels(models);
        await using var commands = options.AllowCommands ? new ScorerCommands(time) : null;
        PartEnd end;
        await using (var writer = new ResultWriter(store, stop))
        {
            var work = new RunWork(plan, run, workFolder, options, data, store, writer, cache, models, judges, commands, progress, time);
            end = await RunAllAsync(plan, work, stop, cancellationToken);
            await writer.FlushAsync();
        }

        await store.FinishAsync(run.Id, end.Status, end.Note, CancellationToken.None);
        return end.Status;
    }

    // Hosted candidates need the network and local ones the machine: the former run beside each other and beside the latter, which take turns. What measures
    // time comes last, alone.
    private static async Task<PartEnd> RunAllAsync(RunPlan plan, RunWork work, CancellationTokenSource stop, CancellationToken user)
    {
        var byTime = plan.Cells.ToLookup(c => SuiteKinds.Find(c.Suite.Kind)!.MeasuresTime);
        var candidates = ByCandidate(byTime[false]);
        var lines = candidates.Where(c => c[0].Candidate.Hosted is not null).Select(c => new[] { c })
            .Prepend([.. candidates.Where(c => c[0].Candidate.Hosted is null)])
            .Select(line => RunLineAsync(line, atOnce: line is [[{ Candidate.Hosted: not null }, ..]], work, stop, user));
        var ends = await Task.WhenAll(lines);
        var battles = new List<PartEnd>();
        foreach (var cells in byTime[false].Where(c => SuiteKinds.Find(c.Suite.Kind)!.IsTournament).GroupBy(c => c.Suite.Name, StringComparer.Ordinal))
        {
            // Answers first; battles need those of all.
            battles.Add(await PlayAsync([.. cells], work, stop, user));
        }

        var last = await RunLineAsync(ByCandidate(byTime[true]), atOnce: false, work, stop, user);
        return PartEnd.Of([.. ends, .. battles, last]);
    }

    private static async Task<PartEnd> PlayAsync(IReadOnlyList<RunCell> cells, RunWork work, CancellationTokenSource stop, CancellationToken user)
    {
        try
        {
            return await work.PlayAsync(cells, stop.Token);
        }
        catch (OperationCanceledException) when (user.IsCancellationRequested)
        {
            return PartEnd.Interrupted;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What failed says so itself.
            return PartEnd.Finished;
        }
    }

    // All whose limits hold: those that are run, and those that suites refer to.
    private static IEnumerable<Candidate> Asked(RunPlan plan) => plan.Cells.Where(c => c.AnswersFrom is null).Select(c => c.Candidate)
        .Concat(plan.Cells.SelectMany(c => SuiteKinds.Find(c.Suite.Kind)!.References(c.Suite)).Select(id => plan.Candidates.GetValueOrDefault(id)).OfType<Candidate>())
        .DistinctBy(c => c.Id);

    private static RunCell[][] ByCandidate(IEnumerable<RunCell> cells) =>
        [.. cells.GroupBy(c => c.Candidate.Id, StringComparer.Ordinal).Select(g => g.ToArray())];

    // Candidates one after the other. What is nobody's fault but the program's or the store's stops everything.
    private static async Task<PartEnd> RunLineAsync(
        RunCell[][] candidates, bool atOnce, RunWork work, CancellationTokenSource stop, CancellationToken user)
    {
        var ends = new List<PartEnd>();
        try
        {
            foreach (var cells in candidates)
            {
                ends.Add(await work.RunCandidateAsync(cells, atOnce, stop.Token));
            }
        }
        catch (OperationCanceledException) when (user.IsCancellationRequested)
        {
            ends.Add(PartEnd.Interrupted);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The writer or another line failed, and says so itself.
        }
        catch (Exception)
        {
            await stop.CancelAsync();
            throw;
        }

        return PartEnd.Of(ends);
    }

    private async Task<SpendingLimit?> BudgetAsync(RunInfo run, RunOptions options, CancellationToken cancellationToken)
    {
        if (options.BudgetUsd is not { } usd)
        {
            return null;
        }

        // Answers that were lost on the wire may have been billed: they count at their most.
        var stored = await store.GetRunAsync(run.Id, cancellationToken);
        var spent = stored?.Cells.Sum(c => c.Calls.CostMicroUsd + c.Calls.LostMicroUsd) ?? 0;
        return new SpendingLimit(new Money(usd), Money.FromMicroUsd(spent));
    }
}
