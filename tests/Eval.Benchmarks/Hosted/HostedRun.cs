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

/// <summary>A workspace with one hosted candidate and a generation suite: each run plans and probes first, then asks, scores and stores every question.</summary>
internal sealed class HostedRun : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eval-benchmark-").FullName;
    private readonly Uri _endpoint;
    private readonly int _concurrency;
    private EvalDatabase? _database;

    public HostedRun(Uri endpoint, int concurrency) => (_endpoint, _concurrency) = (endpoint, concurrency);

    public static string Question(int i) => string.Create(CultureInfo.InvariantCulture, $"Which of the following {i % 97} things is most like the other {i}, and why would one say so?");

    /// <summary>One run over some questions; only its execution is timed. The value is the share of right answers.</summary>
    public async Task<(Lap Lap, IReadOnlyList<SampleResult> Samples)> RunAsync(int calls, bool withSamples)
    {
        Write(calls);
        var workspace = WorkspaceLoader.Load(Path.Combine(_folder, "eval.yaml"));
        IReadOnlyList<IModelProvider> providers = [new HostedModelProvider(_ => null, TimeProvider.System)];
        var data = new SuiteData(new DataSources());
        _database ??= await EvalDatabase.OpenAsync(Path.Combine(_folder, "eval.db"), OpenMode.ReadWrite, CancellationToken.None);
        var plan = await new RunPlanner(providers, data, TimeProvider.System).PlanAsync(new RunRequest { Workspace = workspace }, CancellationToken.None);
        var run = await _database.Runs.CreateAsync(plan, CancellationToken.None);
        await using var lease = await _database.Runs.AcquireAsync(run.Id, CancellationToken.None);
        var executor = new RunExecutor(providers, data, _database.Runs, _database.Answers, TimeProvider.System);
        var lap = await PairedRounds.TimeAsync(async () =>
        {
            var status = await executor.ExecuteAsync(plan, run, Path.Combine(_folder, "work"), new RunOptions { NoCache = true }, new Progress<RunProgress>(), CancellationToken.None);
            return status == RunStatus.Finished ? 1 : throw new InvalidOperationException($"the run ended as {status}");
        });
        var cell = (await _database.Runs.GetRunAsync(run.Id, CancellationToken.None))!.Cells.Single();
        var score = cell.Estimates.Single(e => e is { MetricId: "exact_match", Slice: null });
        if (score.N != calls || score.Value != 1)
        {
            throw new InvalidOperationException($"{score.N} of {calls} samples are scored, {score.Value} of them right");
        }

        var samples = new List<SampleResult>();
        if (withSamples)
        {
            await foreach (var sample in _database.Runs.ReadSamplesAsync(cell.Id, texts: true, CancellationToken.None))
            {
                samples.Add(sample);
            }
        }

        return (lap, samples);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    // The endpoint repeats the question, so that every answer is right only where it is its own.
    private void Write(int calls)
    {
        File.WriteAllText(Path.Combine(_folder, "eval.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""
            candidates:
              - id: endpoint
                hosted: { provider: openai-compatible, endpoint: "{{_endpoint}}v1", model: echo, concurrency: {{_concurrency}} }
            suites: [suite.yaml]
            """));
        File.WriteAllText(Path.Combine(_folder, "suite.yaml"), """
            name: questions
            version: 1
            kind: generation
            dataset: { files: [data.jsonl] }
            prompt: "{{question}}"
            target: question
            scoring: exact_match
            metrics: [exact_match]
            """);
        using var writer = File.CreateText(Path.Combine(_folder, "data.jsonl"));
        for (var i = 0; i < calls; i++)
        {
            writer.WriteLine($$"""{"question":"{{Question(i)}}"}""");
        }
    }
}
