using System.Collections.Concurrent;
using System.Globalization;
using Eval.Core.Archives;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Statistics;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Gating;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Gates;
using Eval.Storage.Opening;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Service.Tests.Gating;

/// <summary>
/// A workspace with hosted candidates of a known quality, two local ones that guess, and a suite that both kinds can answer. Questions that a worse
/// candidate gets right a better one gets right too. An answer costs 280 micro-dollars.
/// </summary>
internal sealed class GateWorkshop : IDisposable
{
    /// <summary>Per cent of the questions that each hosted candidate gets right.</summary>
    public static readonly IReadOnlyDictionary<string, int> Quality = new Dictionary<string, int> { ["old"] = 70, ["same"] = 70, ["better"] = 90, ["worse"] = 40 };

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentBag<FakeLikelihoodModel> _local = [];

    public GateWorkshop(int questions = 400, string gates = "upgrade: { margin: { quiz: 0.05 } }")
    {
        _folder.Write("eval.yaml", $$"""
            candidates:
            {{string.Join('\n', Quality.Keys.Select(id => $$"""  - { id: {{id}}, hosted: { provider: openai-compatible, endpoint: "http://one.example/v1", model: {{id}}, concurrency: 4 }, price: { inputPerMTok: 2, outputPerMTok: 8 }, facts: { license: MIT } }"""))}}
              - { id: left, local: { file: left.gguf } }
              - { id: right, local: { file: right.gguf } }
            suites: [ "suites/*/suite.yaml" ]
            gates:
              {{gates}}
            """);
        foreach (var suite in (string[])["quiz", "test"])
        {
            _folder.Write($"suites/{suite}/suite.yaml", $$$"""
                name: {{{suite}}}
                version: 1
                kind: multiple-choice
                dataset: { files: [rows.jsonl] }
                prompt: "{{{suite}}} {{question}}\n{{choiceLines}}"
                choices: choices
                answer: answer
                mode: auto
                metrics: [acc_generated, acc]
                slices: [topic]
                unitSize: 8
                """);
            _folder.Write($"suites/{suite}/rows.jsonl", string.Join('\n', Enumerable.Range(0, questions).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":"q{{i}}","question":"What is {{i}}?","choices":["red","green","blue","grey"],"answer":{{i % 4}},"topic":"t{{i % 3}}"}"""))));
        }
    }

    /// <summary>What happens before a hosted call is answered, by candidate.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Candidates whose endpoint is away.</summary>
    public HashSet<string> Away { get; } = [];

    /// <summary>Hosted answers given, by candidate and prompt.</summary>
    public ConcurrentDictionary<string, int> Answered { get; } = new(StringComparer.Ordinal);

    public ManualTimeProvider Time { get; } = new();

    public string DatabasePath { get; set; } = "";

    /// <summary>How often each local model was asked each question: the contexts of its calls.</summary>
    public IReadOnlyDictionary<string, int> LocalContexts => _local
        .SelectMany(m => m.ContinuationCalls.SelectMany(c => c).Select(r => $"{m.Seed} {r.Context}").Distinct().Select(k => k))
        .GroupBy(k => k).ToDictionary(g => g.Key, g => g.Count());

    public int AnswersOf(string candidate) => Answered.Where(a => a.Key.StartsWith(candidate + " ", StringComparison.Ordinal)).Sum(a => a.Value);

    public string PathOf(string name) => _folder.PathOf(name);

    public void Write(string name, string text) => _folder.Write(name, text);

    public Workspace Workspace => WorkspaceLoader.Load(_folder.PathOf("eval.yaml"));

    public GateRequest Request(string? baseline = "old", string candidate = "better", string gate = "upgrade") => new()
    {
        Workspace = Workspace,
        Policy = Workspace.Gates[gate],
        Baseline = baseline,
        Candidate = candidate,
        PowerCheck = false,
        DecidedBy = "kim",
    };

    public Task<GateOutcome> DecideAsync(string? baseline = "old", string candidate = "better", Func<GateRequest, GateRequest>? with = null, CancellationToken cancellationToken = default)
    {
        var request = Request(baseline, candidate);
        return DecideAsync(with is null ? request : with(request), cancellationToken);
    }

    public Task<GateOutcome> DecideAsync(GateRequest request, CancellationToken cancellationToken = default) => Gates().DecideAsync(
        request, (_, run, _) => run(new Progress<RunProgress>()), cancellationToken);

    public GateService Gates() => new(Database, Runs(), Time);

    /// <summary>Runs candidates on the suite apart from any gate.</summary>
    public Task<StoredRun> RunAsync(params string[] candidates) => RunAsync(null, candidates);

    /// <summary>The same on some samples only.</summary>
    public Task<StoredRun> RunAsync(int? limit, params string[] candidates) =>
        RunAsync(new RunRequest { Workspace = Workspace, Candidates = candidates, Suites = ["quiz"], Limit = limit });

    /// <summary>The same as a request says.</summary>
    public async Task<StoredRun> RunAsync(RunRequest request)
    {
        var runs = Runs();
        var plan = await runs.PlanAsync(request, CancellationToken.None);
        return (await runs.RunAsync(plan, new RunOptions(), new Progress<RunProgress>(), CancellationToken.None)).Run;
    }

    /// <summary>Writes a run, or one candidate of it, to a file.</summary>
    public async Task ExportAsync(StoredRun run, string? candidate, string file)
    {
        await using var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadOnly, CancellationToken.None);
        var chosen = run with { Cells = [.. run.Cells.Where(c => candidate is null || c.CandidateId == candidate)] };
        await RunArchiveWriter.WriteAsync(_folder.PathOf(file), chosen, database.Runs, texts: true, CancellationToken.None);
    }

    public async Task WaiveAsync(long decision)
    {
        await using var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadWrite, CancellationToken.None);
        await database.Gates.WaiveAsync(decision, "looks fine", "kim", null, CancellationToken.None);
    }

    public async Task<IReadOnlyList<GateRecord>> DecisionsAsync()
    {
        await using var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadOnly, CancellationToken.None);
        return await database.Gates.ListAsync(null, 0, 100, CancellationToken.None);
    }

    public void Dispose() => _folder.Dispose();

    private string Database => DatabasePath.Length > 0 ? DatabasePath : _folder.PathOf("results/eval.db");

    private RunService Runs() => new(
        Database,
        [
            new Provider(this),
            new FakeModelProvider(c =>
            {
                var model = new FakeLikelihoodModel { Seed = c.Id.Length };
                _local.Add(model);
                return model;
            }),
        ],
        new SuiteData(new DataSources()),
        Time);

    private sealed class Provider(GateWorkshop owner) : IModelProvider
    {
        private readonly FakeChatProvider _inner = new(c => new Client(owner, c.Id));

        public bool CanOpen(Candidate candidate) => _inner.CanOpen(candidate);

        public Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken) => owner.Away.Contains(candidate.Id)
            ? throw new ModelUnavailableException($"{candidate.Id}: connection refused", isPermanent: false)
            : _inner.DescribeAsync(candidate, cancellationToken);

        public Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken) => _inner.OpenAsync(candidate, cancellationToken);
    }

    private sealed class Client(GateWorkshop owner, string candidate) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var prompt = messages.Last().Text;
            await owner.Before(candidate, cancellationToken);
            owner.Answered.AddOrUpdate($"{candidate} {options?.Seed} {prompt}", 1, (_, n) => n + 1);
            var number = int.Parse(prompt.Split("What is ")[1].Split('?')[0], CultureInfo.InvariantCulture);
            var isRight = (int)(SeededRandom.StableHash(1, prompt) % 100) < Quality[candidate];
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, $"{"ABCD"[(number + (isRight ? 0 : 1)) % 4]}"))
            {
                FinishReason = ChatFinishReason.Stop,
                Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
            };
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
