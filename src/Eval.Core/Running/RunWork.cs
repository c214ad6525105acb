using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running.Tournaments;
using Eval.Core.Scoring.Commands;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Arena;

namespace Eval.Core.Running;

/// <summary>The work of one execution of a plan, candidate by candidate and cell by cell.</summary>
/// <param name="plan">The plan.</param>
/// <param name="run">The stored run that the results belong to.</param>
/// <param name="workFolder">Where large intermediate files go.</param>
/// <param name="options">How to go about it.</param>
/// <param name="data">Reads data sets.</param>
/// <param name="store">Where results go.</param>
/// <param name="writer">Takes them there.</param>
/// <param name="cache">Answers of earlier runs, or null.</param>
/// <param name="models">Opens models.</param>
/// <param name="judges">Models that judge, open for the whole run: candidates share them.</param>
/// <param name="commands">Programs that scorers may use, or null for none.</param>
/// <param name="progress">Told after each commit.</param>
/// <param name="time">The clock.</param>
internal sealed class RunWork(
    RunPlan plan,
    RunInfo run,
    string workFolder,
    RunOptions options,
    SuiteData data,
    IRunStore store,
    ResultWriter writer,
    IAnswerCache? cache,
    RunModels models,
    OpenModels judges,
    ScorerCommands? commands,
    IProgress<RunProgress> progress,
    TimeProvider time)
{
    /// <summary>Runs cells of one candidate: those of a hosted one at once, those of a local one, which needs the machine, one by one.</summary>
    public async Task<PartEnd> RunCandidateAsync(IReadOnlyList<RunCell> cells, bool atOnce, CancellationToken cancellationToken)
    {
        await using var open = new OpenModels(models);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (atOnce)
        {
            return PartEnd.Of(await Task.WhenAll(cells.Select(c => RunCellAsync(c, open, stop, cancellationToken))));
        }

        var ends = new List<PartEnd>();
        foreach (var cell in cells)
        {
            ends.Add(await RunCellAsync(cell, open, stop, cancellationToken));
            if (ends[^1].Status == RunStatus.Failed && stop.IsCancellationRequested)
            {
                break;
            }
        }

        return PartEnd.Of(ends);
    }

    // The candidate's token stops its other cells too; the other one is the run's.
    private async Task<PartEnd> RunCellAsync(RunCell cell, OpenModels open, CancellationTokenSource candidate, CancellationToken cancellationToken)
    {
        var shown = new CellProgress(cell, progress);
        if (cell.SkipReason is not null)
        {
            shown.Send(CellState.Skipped, cell.SkipReason);
            return PartEnd.Finished;
        }

        var cellId = run.CellIds[cell.Key];
        var runner = new CellRunner(cell, cellId, data, store, writer, judges, JudgeCalls(cell), shown);
        try
        {
            shown.Send(CellState.Opening, cell.AnswersFrom is null ? null : "its stored answers are taken");
            if (options.RetryErrors)
            {
                await store.DeleteErrorsAsync(cellId, candidate.Token);
            }

            var model = cell.AnswersFrom is null
                ? await open.OpenAsync(cell.Candidate.Id, candidate.Token)
                : new OpenSession(cell.Candidate, new UnaskedSession(cell.Candidate, cell.Model), client => client, time);
            var fewShot = await data.FewShotAsync(cell.Suite, plan.Seed, candidate.Token);
            var context = new SampleContext(plan.Seed, fewShot, workFolder, open.OpenReferenceAsync) { Time = time, Commands = commands };
            await runner.RunAsync(model, context, plan.Seed, cache, options, time, candidate.Token);
            await EstimateAsync(cell, cellId, runner.Planned);
            shown.Send(CellState.Done);
            return PartEnd.Finished;
        }
        catch (JudgeUnavailableException e)
        {
            // The candidate answers: its other suites go on, and so do those of others with other judges.
            await EstimateAsync(cell, cellId, runner.Planned);
            shown.Send(CellState.Failed, e.Message);
            return new PartEnd(RunStatus.Failed, $"{cell.Suite.Name}: {e.Message}");
        }
        catch (ModelUnavailableException e)
        {
            await candidate.CancelAsync();
            await EstimateAsync(cell, cellId, runner.Planned);
            shown.Send(CellState.Failed, e.Message);
            return new PartEnd(RunStatus.Failed, $"{cell.Candidate.Id}: {e.Message}");
        }
        catch (BudgetReachedException e)
        {
            await EstimateAsync(cell, cellId, runner.Planned);
            shown.Send(CellState.Failed, e.Message);
            return new PartEnd(RunStatus.Stopped, e.Message);
        }
        catch (OperationCanceledException)
        {
            // A failed write also lands here: flushing then raises what the store said, and the estimates stay as they were.
            await EstimateAsync(cell, cellId, runner.Planned);
            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            // Another cell found the model gone, and says why.
            shown.Send(CellState.Failed);
            return new PartEnd(RunStatus.Failed);
        }
    }

    /// <summary>Plays the battles of one arena, once the answers of all its candidates are there.</summary>
    public async Task<PartEnd> PlayAsync(IReadOnlyList<RunCell> all, CancellationToken cancellationToken)
    {
        var cells = all.Where(c => c.SkipReason is null).ToList();
        if (cells.Count < 2)
        {
            return PartEnd.Finished;
        }

        await writer.FlushAsync();
        var suite = cells[0].Suite;
        var battles = store.Battles ?? throw new InvalidOperationException("the store keeps no battles");
        var shown = new TournamentProgress(suite.Name, progress);
        foreach (var cell in cells)
        {
            if ((await store.LoadStoredAsync(run.CellIds[cell.Key], cancellationToken)).Count < cell.Samples * cell.Epochs)
            {
                // The cell says itself why; the next resume plays.
                var why = $"the battles wait for the answers of {cell.Candidate.Id}, or for a run without it, which keeps the answers of the others";
                shown.Send(CellState.Failed, why);
                return new PartEnd(RunStatus.Failed, $"{suite.Name}: {why}");
            }
        }

        if (options.RetryErrors)
        {
            await battles.ReopenAsync(run.Id, suite.Name, cancellationToken);
        }

        var end = PartEnd.Finished;
        var table = new TournamentTable(((ArenaSettings)suite.Settings).Rating, [.. cells.Select(c => c.Candidate.Id)], plan.Confidence, plan.Seed);
        try
        {
            if (((ArenaSettings)suite.Settings).Referee != ArenaReferee.People)
            {
                var prompts = await data.ReadAsync(suite, cells[0].Range, plan.Seed, cancellationToken).ToListAsync(cancellationToken);
                var context = new SampleContext(plan.Seed, await data.FewShotAsync(suite, plan.Seed, cancellationToken), workFolder) { Time = time, Commands = commands };
                var calls = JudgeCalls(cells[0]);
                var workers = calls == 0 ? 1 : (options.MaxConcurrency ?? calls) + 1;
                await new Tournament(suite, cells, run, prompts, plan.Seed, battles, table, shown).PlayAsync(
                    context, () => new UnitJudges(judges, $"battles/{suite.Name}", 0, cache, !options.NoCache && !options.RetryErrors, time), workers, cancellationToken);
                shown.Send(CellState.Done);
            }
        }
        catch (ModelUnavailableException e)
        {
            shown.Send(CellState.Failed, e.Message);
            end = new PartEnd(RunStatus.Failed, $"{suite.Name}: {e.Message}");
        }
        catch (BudgetReachedException e)
        {
            shown.Send(CellState.Failed, e.Message);
            end = new PartEnd(RunStatus.Stopped, e.Message);
        }
        finally
        {
            // Those of a tournament that was stopped too: what was played tells something.
            await RateAsync(cells, battles, table);
        }

        return end;
    }

    private async Task RateAsync(IReadOnlyList<RunCell> cells, IBattleStore battles, TournamentTable table)
    {
        var suite = cells[0].Suite;
        var played = await battles.ReadAsync(run.Id, suite.Name, texts: false, CancellationToken.None).ToListAsync(CancellationToken.None);
        var total = ((ArenaSettings)suite.Settings).Total(cells.Count, cells[0].Samples * cells[0].Epochs);
        var estimates = table.Estimates(played, suite.Slices, total);
        foreach (var cell in cells)
        {
            var rated = estimates[cell.Candidate.Id];
            var own = (await EstimatesAsync(cell, run.CellIds[cell.Key], cell.Samples)).Where(e => !rated.Any(r => r.MetricId == e.MetricId && r.Slice == e.Slice));
            var order = suite.Metrics.Select((id, i) => (id, i)).ToDictionary(m => m.id, m => m.i, StringComparer.Ordinal);
            await store.SaveEstimatesAsync(
                run.CellIds[cell.Key],
                [.. rated.Where(e => order.ContainsKey(e.MetricId)).Concat(own).OrderBy(e => e.Slice is null ? 0 : 1).ThenBy(e => e.Slice is null ? order.GetValueOrDefault(e.MetricId, int.MaxValue) : 0)],
                CancellationToken.None);
        }
    }

    // Calls that hosted references of the suite take at once.
    private int JudgeCalls(RunCell cell) => SuiteKinds.Find(cell.Suite.Kind)!.References(cell.Suite)
        .Select(id => plan.Candidates.GetValueOrDefault(id)?.Hosted?.Concurrency ?? 0).DefaultIfEmpty(0).Max();

    private async Task EstimateAsync(RunCell cell, long cellId, int planned)
    {
        await writer.FlushAsync();
        await store.SaveEstimatesAsync(cellId, await EstimatesAsync(cell, cellId, planned), CancellationToken.None);
    }

    private async Task<IReadOnlyList<Estimate>> EstimatesAsync(RunCell cell, long cellId, int planned)
    {
        var texts = cell.Suite.Metrics.Any(id => BuiltInMetrics.Find(id) is { ReadsDetail: true });
        var samples = store.ReadSamplesAsync(cellId, texts, CancellationToken.None);
        return await CellEstimates.ComputeAsync(cell.Suite, planned, cell.Epochs, plan.Confidence, plan.Seed, samples, CancellationToken.None);
    }
}
