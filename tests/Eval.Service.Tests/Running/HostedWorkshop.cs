using System.Collections.Concurrent;
using System.Globalization;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Statistics;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Service.Tests.Running;

/// <summary>
/// A workspace with two hosted candidates on one endpoint, a third on another, a local one, and suites that both kinds can answer. A question costs
/// 280 micro-dollars (100 tokens in, 10 out).
/// </summary>
internal sealed class HostedWorkshop : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HostedWorkshop(int questions = 40, string price = "{ inputPerMTok: 2, outputPerMTok: 8 }", string limits = "concurrency: 4")
    {
        _folder.Write("eval.yaml", $$"""
            candidates:
              - { id: big, hosted: { provider: openai-compatible, endpoint: "http://one.example/v1", model: big, {{limits}} }, price: {{price}} }
              - { id: small, hosted: { provider: openai-compatible, endpoint: "http://one.example/v1", model: small, {{limits}} }, price: {{price}} }
              - { id: other, hosted: { provider: openai-compatible, endpoint: "http://two.example/v1", model: other, {{limits}} }, price: {{price}} }
              - { id: local, local: { file: local.gguf }, price: { perHour: 3.6 } }
            suites: [ "suites/*/suite.yaml" ]
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
                metrics: [acc, acc_generated]
                unitSize: 8
                """);
            _folder.Write($"suites/{suite}/rows.jsonl", string.Join('\n', Enumerable.Range(0, questions).Select(i => string.Create(
                CultureInfo.InvariantCulture, $$"""{"id":"q{{i}}","question":"What is {{i}}?","choices":["red","green","blue","grey"],"answer":{{i % 4}}}"""))));
        }
    }

    /// <summary>What happens before a call is answered: by candidate, prompt and the number of times it was asked, from 0.</summary>
    public Func<Candidate, string, int, CancellationToken, Task> Before { get; set; } = (_, _, _, _) => Task.CompletedTask;

    /// <summary>What happens before a local model's call.</summary>
    public Func<CancellationToken, Task> BeforeLocal { get; set; } = _ => Task.CompletedTask;

    /// <summary>Answers that were given, by candidate and prompt.</summary>
    public ConcurrentDictionary<string, int> Answered { get; } = new(StringComparer.Ordinal);

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public async Task<RunOutcome> RunAsync(
        string candidates = "big,small,other,local", RunOptions? options = null, int epochs = 1, CancellationToken cancellationToken = default)
    {
        var service = new RunService(
            _folder.PathOf("results/eval.db"),
            [
                new FakeChatProvider(c => new Client(this, c)),
                new FakeModelProvider(_ => new FakeLikelihoodModel { Seed = 7, BeforeCall = (_, token) => BeforeLocal(token) }),
            ],
            new SuiteData(new DataSources()),
            Time);
        var request = new RunRequest { Workspace = WorkspaceLoader.Load(_folder.PathOf("eval.yaml")), Candidates = candidates.Split(','), Epochs = epochs };
        var plan = await service.PlanAsync(request, CancellationToken.None);
        return await service.RunAsync(plan, options ?? new RunOptions(), new Progress<RunProgress>(), cancellationToken);
    }

    /// <summary>Everything stored of a run that must not depend on how it went, as text.</summary>
    public async Task<IReadOnlyList<string>> StoredAsync(long runId)
    {
        await using var database = await EvalDatabase.OpenAsync(_folder.PathOf("results/eval.db"), OpenMode.ReadOnly, CancellationToken.None);
        var lines = new List<string>();
        foreach (var cell in (await database.Runs.GetRunAsync(runId, CancellationToken.None))!.Cells)
        {
            await foreach (var s in database.Runs.ReadSamplesAsync(cell.Id, texts: true, CancellationToken.None))
            {
                lines.Add($"{cell.CandidateId}/{cell.SuiteName} {s.Epoch}.{s.Ordinal} {s.Outcome} {s.Answer} {s.InputTokens} {s.OutputTokens} {(cell.CandidateId == "local" ? null : s.CostMicroUsd)}");
            }

            lines.AddRange(cell.Estimates.Select(e => $"{cell.CandidateId}/{cell.SuiteName} {e.MetricId} {e.Value:R} {e.N}/{e.Planned}"));
        }

        return lines;
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Client(HostedWorkshop owner, Candidate candidate) : IChatClient
    {
        private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var prompt = messages.Last().Text;
            var times = _asked.AddOrUpdate(prompt, 0, (_, n) => n + 1);
            await owner.Before(candidate, prompt, times, cancellationToken);
            owner.Answered.AddOrUpdate($"{candidate.Id} {options?.Seed} {prompt}", 1, (_, n) => n + 1);
            var letter = "ABCD"[(int)(SeededRandom.StableHash(1, $"{candidate.Id} {options?.Seed} {prompt}") % 4)];
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, $"{letter}"))
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
