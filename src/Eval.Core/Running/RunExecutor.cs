using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Suites;

namespace Eval.Core.Running;

/// <summary>
/// Executes a plan: candidate by candidate, suite by suite, committing every finished unit at once. Stopping it at any point loses at most
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
        var status = RunStatus.Finished;
        string? note = null;
        await using (var writer = new ResultWriter(store, stop))
        {
            foreach (var group in plan.Cells.GroupBy(c => c.Candidate.Id, StringComparer.Ordinal))
            {
                try
                {
                    if (await RunCandidateAsync([.. group], plan, run, workFolder, writer, options, progress, stop.Token) is { } failure)
                    {
                        (status, note) = (RunStatus.Failed, note ?? failure);
                    }
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    (status, note) = (RunStatus.Interrupted, "stopped by the user");
                    break;
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    // The writer failed: flushing raises its exception below.
                    break;
                }
            }

            await writer.FlushAsync();
        }

        await store.FinishAsync(run.Id, status, note, CancellationToken.None);
        return status;
    }

    // Returns why the candidate was given up, or null.
    private async Task<string?> RunCandidateAsync(
        IReadOnlyList<RunCell> cells,
        RunPlan plan,
        RunInfo run,
        string workFolder,
        ResultWriter writer,
        RunOptions options,
        IProgress<RunProgress> progress,
        CancellationToken cancellationToken)
    {
        await using var models = new OpenModels(providers, plan.Candidates);
        foreach (var cell in cells)
        {
            var shown = new CellProgress(cell, progress);
            if (cell.SkipReason is not null)
            {
                shown.Send(CellState.Skipped, cell.SkipReason);
                continue;
            }

            var cellId = run.CellIds[cell.Key];
            var runner = new CellRunner(cell, cellId, data, store, writer, shown);
            try
            {
                shown.Send(CellState.Opening);
                if (options.RetryErrors)
                {
                    await store.DeleteErrorsAsync(cellId, cancellationToken);
                }

                var model = await models.OpenAsync(cell.Candidate.Id, cancellationToken);
                var fewShot = await data.FewShotAsync(cell.Suite, plan.Seed, cancellationToken);
                var context = new SampleContext(plan.Seed, fewShot, workFolder, models.OpenAsync);
                await runner.RunAsync(model, context, plan.Seed, cache, options, time, cancellationToken);
                await EstimateAsync(plan, cell, cellId, runner.Planned, writer);
                shown.Send(CellState.Done);
            }
            catch (ModelUnavailableException e)
            {
                await EstimateAsync(plan, cell, cellId, runner.Planned, writer);
                shown.Send(CellState.Failed, e.Message);
                return $"{cell.Candidate.Id}: {e.Message}";
            }
            catch (OperationCanceledException)
            {
                // A failed write also lands here: flushing then raises what the store said, and the estimates stay as they were.
                await EstimateAsync(plan, cell, cellId, runner.Planned, writer);
                throw;
            }
        }

        return null;
    }

    private async Task EstimateAsync(RunPlan plan, RunCell cell, long cellId, int planned, ResultWriter writer)
    {
        await writer.FlushAsync();
        var texts = cell.Suite.Metrics.Any(id => BuiltInMetrics.Find(id) is { ReadsDetail: true });
        var samples = store.ReadSamplesAsync(cellId, texts, CancellationToken.None);
        var estimates = await CellEstimates.ComputeAsync(
            cell.Suite, planned, cell.Epochs, plan.Confidence, plan.Seed, samples, CancellationToken.None);
        await store.SaveEstimatesAsync(cellId, estimates, CancellationToken.None);
    }
}
