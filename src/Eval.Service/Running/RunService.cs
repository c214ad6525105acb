using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Service.Running;

/// <summary>
/// Plans and runs evaluations for every trigger: the command line, schedules, the HTTP API. It joins the engine of Core with the models and
/// the database; there is nothing of its own in a result.
/// </summary>
/// <param name="databasePath">The database; made when first needed. A dry run needs none.</param>
/// <param name="providers">Who opens models.</param>
/// <param name="data">Reads data sets.</param>
/// <param name="time">The clock.</param>
public sealed class RunService(string databasePath, IReadOnlyList<IModelProvider> providers, SuiteData data, TimeProvider time)
{
    /// <summary>Makes the plan. Throws <see cref="EvalConfigurationException"/> with every mistake in the user's files.</summary>
    public Task<RunPlan> PlanAsync(RunRequest request, CancellationToken cancellationToken) =>
        new RunPlanner(providers, data, time).PlanAsync(request, cancellationToken);

    /// <summary>Plans to have a run's stored answers judged again. Throws <see cref="EvalConfigurationException"/> with every mistake found.</summary>
    public Task<RunPlan> PlanAsync(RescoreRequest request, CancellationToken cancellationToken) =>
        new RunPlanner(providers, data, time).PlanAsync(request, cancellationToken);

    /// <summary>
    /// The plan with the time that each cell takes, by the stored speeds of the same models, and with the stored answers that an arena would take. Where there is no
    /// database, or none that can be read, the times stay unknown. Estimates are those of asking everything.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="takesStored">False where the run would ask everything anew.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RunPlan> WithTimesAsync(RunPlan plan, bool takesStored, CancellationToken cancellationToken)
    {
        if (!File.Exists(databasePath))
        {
            return plan;
        }

        try
        {
            await using var database = await EvalDatabase.OpenAsync(databasePath, OpenMode.ReadOnly, cancellationToken);
            var models = plan.Cells.Select(c => c.Model.Identity.Canonical).ToHashSet(StringComparer.Ordinal);
            var speeds = await database.SpeedQueries.ReadAsync(models, cancellationToken);
            plan = plan with { Cells = [.. plan.Cells.Select(c => c with { EstimatedTime = MeasuredSpeed.Estimate(c, speeds) })] };
            return takesStored ? await StoredArenaAnswers.FindAsync(database, plan, own: 0, time.GetUtcNow(), cancellationToken) : plan;
        }
        catch (EvalStorageException)
        {
            // A dry run needs no database; the run itself will say what is wrong with it.
            return plan;
        }
    }

    /// <summary>
    /// Runs a plan, or goes on with its newest unfinished run. Cancelling stops it cleanly. The outcome is computed from what is stored.
    /// </summary>
    /// <exception cref="EvalConfigurationException">The run to resume does not exist or belongs to another plan.</exception>
    /// <exception cref="RunInUseException">Another process works on that run.</exception>
    /// <exception cref="EvalStorageException">The database failed; what was committed before is kept.</exception>
    public async Task<RunOutcome> RunAsync(
        RunPlan plan, RunOptions options, IProgress<RunProgress> progress, CancellationToken cancellationToken)
    {
        await using var database = await EvalDatabase.OpenAsync(
            new EvalDatabaseOptions { Path = databasePath, Mode = OpenMode.ReadWrite, Time = time }, cancellationToken);
        var found = await FindAsync(database, plan, options, cancellationToken);
        var run = found ?? await database.Runs.CreateAsync(plan, cancellationToken);
        await using var lease = await database.Runs.AcquireAsync(run.Id, cancellationToken);
        plan = options.NoCache ? plan : await StoredArenaAnswers.FindAsync(database, plan, run.Id, time.GetUtcNow(), cancellationToken);
        var executor = new RunExecutor(providers, data, database.Runs, database.Answers, time);

        // A folder of the run's own: what it holds (reference logits, gigabytes of them) serves all its candidates and whoever resumes it, and goes
        // with its end.
        var workFolder = Path.Combine(Path.GetDirectoryName(database.Path)!, "work", $"run-{run.Id}");
        await executor.ExecuteAsync(plan, run, workFolder, options, progress, cancellationToken);
        var stored = (await database.Runs.GetRunAsync(run.Id, CancellationToken.None))!;
        if (stored.Status == RunStatus.Finished)
        {
            RemoveWork(workFolder);
        }

        var verdict = RunVerdict.Of(stored, options.MinCoverage);
        return new RunOutcome(stored, verdict.ExitCode, Resumed: found is not null, verdict.Reasons);
    }

    private static void RemoveWork(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The results are stored; the doctor names what is left behind.
        }
    }

    private static async Task<RunInfo?> FindAsync(
        EvalDatabase database, RunPlan plan, RunOptions options, CancellationToken cancellationToken)
    {
        if (options is { ResumeId: null, ResumeFinished: false })
        {
            return options.Fresh ? null : await database.Runs.FindUnfinishedAsync(plan.Hash, cancellationToken);
        }

        // A run that is finished may hold errors too.
        var id = options.ResumeId ?? await database.RunQueries.NewestOfPlanAsync(plan.Hash, cancellationToken) ?? throw new EvalConfigurationException(
            null, "no run of this plan is stored whose errors could be asked again",
            "suites, data, candidates, seed and limits must be the same; leave --retry-errors out to start a run");

        var run = await database.Runs.GetRunAsync(id, cancellationToken)
            ?? throw new EvalConfigurationException(null, $"there is no run {id} in {database.Path}");
        if (run.Import is not null)
        {
            throw new EvalConfigurationException(null, $"run {id} was imported, and is not gone on with here", "leave --resume out to start anew");
        }

        if (!string.Equals(run.PlanHash, plan.Hash, StringComparison.Ordinal))
        {
            throw new EvalConfigurationException(
                null, $"run {id} belongs to another plan", "suites, data, candidates, seed and limits must be the same; leave --resume out to start anew");
        }

        return new RunInfo(
            run.Id, run.Cells.ToDictionary(c => $"{c.CandidateId}/{c.SuiteName}", c => c.Id, StringComparer.Ordinal), run.CreatedAt);
    }
}
