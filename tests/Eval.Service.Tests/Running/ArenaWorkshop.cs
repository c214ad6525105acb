using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Service.Tests.Running;

/// <summary>Hosted candidates m1 to m4 (the higher the number the better, but not on each prompt), and a judge that reads how good an answer is.</summary>
internal sealed partial class ArenaWorkshop : IDisposable
{
    public const int Questions = 24;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public ArenaWorkshop(string keys = "judge: judge\nrubric: helpfulness\ncanaries: false")
    {
        static string Hosted(string id) => $$"""{ id: {{id}}, hosted: { provider: openai-compatible, endpoint: "http://one.example/v1", model: {{id}}, concurrency: 1 }, price: { inputPerMTok: 2, outputPerMTok: 8 } }""";
        _folder.Write("eval.yaml", $$"""
            candidates:
              - {{Hosted("m1")}}
              - {{Hosted("m2")}}
              - {{Hosted("m3")}}
              - {{Hosted("m4")}}
              - {{Hosted("judge")}}
              - {{Hosted("other-judge")}}
            suites: [ arena.yaml ]
            """);
        Write(keys);
    }

    /// <summary>Calls by the candidate that was asked.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new();

    /// <summary>What happens before a model answers a call, with what it was asked.</summary>
    public Action<Candidate, string> Before { get; set; } = (_, _) => { };

    /// <summary>True where the judge says nothing that could be read.</summary>
    public bool Mumbles { get; set; }

    /// <summary>On one of so many prompts the order is turned round, so that nobody is undefeated.</summary>
    public int UpsetEvery { get; init; } = 4;

    public string Database => _folder.PathOf("results/eval.db");

    public void Write(string keys) => _folder.Write("arena.yaml", $$$"""
        name: arena
        version: 1
        kind: arena
        dataset: { samples: [ {{{string.Join(", ", Enumerable.Range(0, Questions).Select(i => $"{{ id: q{i}, q: \"Why {i}?\", kind: {(i % 2 == 0 ? "even" : "odd")} }}"))}}} ] }
        prompt: "{{q}}"
        slices: [kind]
        {{{keys}}}
        """);

    /// <summary>What a dry run shows.</summary>
    public async Task<RunPlan> PlanAsync(string candidates, bool takesStored = true)
    {
        var service = new RunService(Database, [new Provider(this)], new SuiteData(new DataSources()), _time);
        var request = new RunRequest { Workspace = WorkspaceLoader.Load(_folder.PathOf("eval.yaml")), Candidates = candidates.Split(',') };
        return await service.WithTimesAsync(await service.PlanAsync(request, CancellationToken.None), takesStored, CancellationToken.None);
    }

    /// <summary>Time goes on.</summary>
    public void Wait(TimeSpan time) => _time.Advance(time);

    public async Task<RunOutcome> RunAsync(string candidates, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var service = new RunService(Database, [new Provider(this)], new SuiteData(new DataSources()), _time);
        var request = new RunRequest { Workspace = WorkspaceLoader.Load(_folder.PathOf("eval.yaml")), Candidates = candidates.Split(',') };
        return await service.RunAsync(await service.PlanAsync(request, CancellationToken.None), options ?? new RunOptions(), new Progress<RunProgress>(), cancellationToken);
    }

    public async Task<IReadOnlyList<BattleResult>> BattlesAsync(long run)
    {
        await using var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadOnly, CancellationToken.None);
        return await database.Runs.Battles!.ReadAsync(run, "arena", texts: true, CancellationToken.None).ToListAsync();
    }

    /// <summary>Everything of a battle that must not depend on how often the run was stopped.</summary>
    public static string Line(BattleResult battle) =>
        $"{battle.Plan} {battle.Outcome} {string.Join(" ", battle.Games)} {battle.Cluster} {string.Join(",", battle.Slices)}";

    public void Dispose() => _folder.Dispose();

    private ChatResponse Answer(Candidate candidate, string asked)
    {
        Before(candidate, asked);
        Calls.AddOrUpdate(candidate.Id, 1, (_, n) => n + 1);
        var text = candidate.Id.Contains("judge", StringComparison.Ordinal) ? Mumbles ? "Hm." : Verdict(asked) : $"Answer number {candidate.Id[1]} of mine, wrth={Worth(candidate.Id, asked)}{string.Concat(Enumerable.Repeat(" indeed", int.Parse(Question().Match(asked).Groups[1].Value) * (7 + candidate.Id[1] - '0') % 5))}";
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
        };
    }

    private int Worth(string candidate, string asked)
    {
        var (model, question) = (candidate[1] - '0', int.Parse(Question().Match(asked).Groups[1].Value));
        return question % UpsetEvery == 3 ? 10 - model : question % 6 == 1 ? 5 : 10 + (2 * model) + (((question * 7) + (model * model * 5) + (question * model * 3)) % 4);
    }

    // Worth 5 is no good at all.
    private static string Verdict(string asked)
    {
        var worths = WorthOf().Matches(asked).Select(m => int.Parse(m.Groups[1].Value)).ToList();
        return worths switch
        {
            [5, 5] => "[[D]]",
            [var a, var b] when a == b => "[[C]]",
            [var a, var b] => a > b ? "[[A]]" : "[[B]]",
            _ => "There is nothing to compare.",
        };
    }

    [GeneratedRegex("Why ([0-9]+)")]
    private static partial Regex Question();

    [GeneratedRegex("wrth=([0-9]+)")]
    private static partial Regex WorthOf();

    private sealed class Provider(ArenaWorkshop owner) : IModelProvider
    {
        public bool CanOpen(Candidate candidate) => true;

        public Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken) => Task.FromResult(Describe(candidate));

        public Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken) => Task.FromResult<IModelSession>(new Session(
            candidate, Describe(candidate), new ScriptedChatClient((messages, _) => owner.Answer(candidate, string.Join("\n", messages.Select(m => m.Text))))));

        private static ModelDescription Describe(Candidate candidate) => new(
            new ModelIdentity("hosted", candidate.Id, "fake", ""), new ModelCapabilities { Chat = true, ContextLength = 4096 }, new Dictionary<string, string>());
    }

    private sealed record Session(Candidate Candidate, ModelDescription Description, IChatClient Chat) : IModelSession
    {
        public ILikelihoodModel? Likelihood => null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
