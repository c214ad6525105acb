using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Running;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Service.Tests.Running;

/// <summary>
/// Candidates and judges, each hosted (100 tokens in, 10 out: 280 micro-dollars a call) and local (a call takes a second: 1,000 micro-dollars), on a
/// clock that only their calls move.
/// </summary>
internal sealed class JudgedWorkshop : IDisposable
{
    public const int Questions = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public JudgedWorkshop(string judge, string more = "unitSize: 1")
    {
        string Hosted(string id, string price) => $$"""{ id: {{id}}, hosted: { provider: openai-compatible, endpoint: "http://one.example/v1", model: {{id}}, concurrency: 1 }{{price}} }""";
        const string Price = ", price: { inputPerMTok: 2, outputPerMTok: 8 }";
        _folder.Write("eval.yaml", $$"""
            candidates:
              - {{Hosted("free", "")}}
              - {{Hosted("far", Price)}}
              - {{Hosted("judge-far", Price)}}
              - { id: near, local: { file: near.gguf }, price: { perHour: 3.6 } }
              - { id: judge-near, local: { file: judge.gguf }, price: { perHour: 3.6 } }
            suites: [ judged.yaml, plain.yaml ]
            """);
        var rows = $"dataset: {{ samples: [ {string.Join(", ", Enumerable.Range(0, Questions).Select(i => $"{{ id: q{i}, q: \"Why {i}?\" }}"))} ] }}";
        _folder.Write("judged.yaml", $$$"""
            name: judged
            version: 1
            kind: rubric
            {{{rows}}}
            prompt: "{{q}}"
            rubric: helpfulness
            judge: {{{judge}}}
            canaries: false
            {{{more}}}
            """);
        _folder.Write("plain.yaml", $$$"""
            name: plain
            version: 1
            kind: generation
            {{{rows}}}
            prompt: "plainly {{q}}"
            target: q
            scoring: contains
            """);
    }

    /// <summary>What happens before a model answers a call.</summary>
    public Action<Candidate> Before { get; init; } = _ => { };

    /// <summary>What happens where a model is opened.</summary>
    public Action<Candidate> Opening { get; init; } = _ => { };

    public async Task<RunOutcome> RunAsync(string candidates, RunOptions? options = null, string suites = "judged")
    {
        var service = new RunService(_folder.PathOf("results/eval.db"), [new Provider(this)], new SuiteData(new DataSources()), _time);
        var request = new RunRequest { Workspace = WorkspaceLoader.Load(_folder.PathOf("eval.yaml")), Candidates = candidates.Split(','), Suites = suites.Split(',') };
        return await service.RunAsync(await service.PlanAsync(request, CancellationToken.None), options ?? new RunOptions(), new Progress<RunProgress>(), CancellationToken.None);
    }

    public void Dispose() => _folder.Dispose();

    private ChatResponse Answer(Candidate candidate)
    {
        Before(candidate);
        _time.Advance(TimeSpan.FromSeconds(candidate.Local is null ? 0 : 1));
        var text = candidate.Id.StartsWith("judge", StringComparison.Ordinal) ? "Fair enough. [RESULT] 4" : "Because it is so.";
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
        };
    }

    private sealed class Provider(JudgedWorkshop owner) : IModelProvider
    {
        public bool CanOpen(Candidate candidate) => true;

        public Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken) => Task.FromResult(Describe(candidate));

        public Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken)
        {
            owner.Opening(candidate);
            var chat = new ScriptedChatClient((_, _) => owner.Answer(candidate));
            return Task.FromResult<IModelSession>(new Session(candidate, Describe(candidate), chat, candidate.Hosted is null ? null : new Transported(chat)));
        }

        private static ModelDescription Describe(Candidate candidate) => new(
            new ModelIdentity(candidate.Hosted is null ? "local" : "hosted", candidate.Id, "fake", ""),
            new ModelCapabilities { Chat = true, Likelihoods = candidate.Hosted is not null, ContextLength = 4096 },
            new Dictionary<string, string>());
    }

    private sealed record Session(Candidate Candidate, ModelDescription Description, IChatClient Chat, ILikelihoodModel? Likelihood) : IModelSession
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    // Likelihoods over a network, which make a refused call the failure of its request, as hosted ones do.
    private sealed class Transported(IChatClient transport) : ITransportedLikelihood
    {
        public IChatClient Transport => transport;

        public ILikelihoodModel Over(IChatClient transport) => new Transported(transport);

        public async Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken)
        {
            var scores = new List<ContinuationScore>();
            foreach (var request in requests)
            {
                try
                {
                    await transport.GetResponseAsync(
                        [new ChatMessage(ChatRole.User, request.Context + request.Continuation)], new ChatOptions { MaxOutputTokens = 1 }, cancellationToken);
                    scores.Add(new ContinuationScore(-3, 3, IsGreedy: false));
                }
                catch (ModelCallException e) when (e.Failure != CallFailure.Unauthorized)
                {
                    scores.Add(ContinuationScore.Failed(new RequestFailure(RequestFailureKind.EngineFailed, e.Message)));
                }
            }

            return scores;
        }

        public Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
            WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
