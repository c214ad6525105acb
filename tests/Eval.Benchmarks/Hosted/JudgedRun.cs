using System.Globalization;
using Eval.Benchmarks.Measuring;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Providers;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Benchmarks.Hosted;

/// <summary>A workspace whose one candidate's answers are judged by a rubric, at the same endpoint: asked and judged in one run, or judged again from the store.</summary>
internal sealed class JudgedRun(Uri endpoint, int concurrency, int answers) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eval-benchmark-").FullName;
    private readonly IReadOnlyList<IModelProvider> _providers = [new HostedModelProvider(_ => null, TimeProvider.System)];
    private readonly SuiteData _data = new(new DataSources());
    private EvalDatabase? _database;

    /// <summary>Asks the candidate and the judge.</summary>
    public async Task<Lap> AskAsync()
    {
        Write();
        var plan = await Planner().PlanAsync(new RunRequest { Workspace = Workspace(), Candidates = ["endpoint"] }, CancellationToken.None);
        return (await RunAsync(plan)).Lap;
    }

    /// <summary>Has the answers of the last run judged again.</summary>
    public async Task<Lap> RescoreAsync(long run)
    {
        var source = (await _database!.Runs.GetRunAsync(run, CancellationToken.None))!;
        var plan = await Planner().PlanAsync(new RescoreRequest { Workspace = Workspace(), Source = source }, CancellationToken.None);
        return (await RunAsync(plan)).Lap;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private RunPlanner Planner() => new(_providers, _data, TimeProvider.System);

    private Workspace Workspace() => WorkspaceLoader.Load(Path.Combine(_folder, "eval.yaml"));

    private async Task<(Lap Lap, long Run)> RunAsync(RunPlan plan)
    {
        _database ??= await EvalDatabase.OpenAsync(Path.Combine(_folder, "eval.db"), OpenMode.ReadWrite, CancellationToken.None);
        var run = await _database.Runs.CreateAsync(plan, CancellationToken.None);
        await using var lease = await _database.Runs.AcquireAsync(run.Id, CancellationToken.None);
        var executor = new RunExecutor(_providers, _data, _database.Runs, _database.Answers, TimeProvider.System);
        var lap = await PairedRounds.TimeAsync(async () =>
        {
            var status = await executor.ExecuteAsync(plan, run, Path.Combine(_folder, "work"), new RunOptions { NoCache = true }, new Progress<RunProgress>(), CancellationToken.None);
            return status == RunStatus.Finished ? 1 : throw new InvalidOperationException($"the run ended as {status}");
        });
        var score = (await _database.Runs.GetRunAsync(run.Id, CancellationToken.None))!.Cells.Single().Estimates.Single(e => e is { MetricId: "judge_score_1_5", Slice: null });
        return score.N == answers && score.Value == 4 ? (lap, run.Id) : throw new InvalidOperationException($"{score.N} of {answers} answers are judged, {score.Value} on average");
    }

    private void Write()
    {
        var hosted = string.Create(CultureInfo.InvariantCulture, $$"""hosted: { provider: openai-compatible, endpoint: "{{endpoint}}v1", model: m, concurrency: {{concurrency}} }""");
        File.WriteAllText(Path.Combine(_folder, "eval.yaml"), $$"""
            candidates:
              - { id: endpoint, {{hosted}} }
              - { id: judge, {{hosted}} }
            suites: [suite.yaml]
            """);
        File.WriteAllText(Path.Combine(_folder, "suite.yaml"), """
            name: judged
            version: 1
            kind: rubric
            dataset: { files: [data.jsonl] }
            prompt: "{{question}}"
            rubric: helpfulness
            judge: judge
            canaries: false
            judging: { structured: false }
            """);
        using var writer = File.CreateText(Path.Combine(_folder, "data.jsonl"));
        for (var i = 0; i < answers; i++)
        {
            writer.WriteLine($$"""{"question":"{{HostedRun.Question(i)}}"}""");
        }
    }
}
