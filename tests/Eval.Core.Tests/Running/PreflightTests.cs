using System.Collections.Concurrent;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Running;

public sealed class PreflightTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PlanAsync_EndpointsThatDoNotAnswer_AreWaitedForTogetherAndAllNamedInOrder()
    {
        var workspace = Write("a: http://one/v1", "b: http://two/v1", "c: http://three/v1");
        // Nobody is let go before all three are waited for.
        using var all = new CountdownEvent(3);
        var provider = new Provider(async candidate =>
        {
            all.Signal();
            await Task.Run(() => all.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue());
            throw new ModelUnavailableException($"{candidate.Id} is gone", isPermanent: false);
        });

        var e = await Should.ThrowAsync<ModelUnavailableException>(PlanAsync(provider, workspace));

        e.Message.ShouldBe("a is gone; b is gone; c is gone");
    }

    [Fact]
    public async Task PlanAsync_SeveralModelsOfOneServer_AreAskedOneAfterTheOther()
    {
        var workspace = Write("a: http://one/v1", "b: http://one/v1", "c: http://one/v1");
        var (now, most) = (0, 0);
        var provider = new Provider(async candidate =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            throw new ModelUnavailableException($"{candidate.Id} is gone", isPermanent: false);
        });

        await Should.ThrowAsync<ModelUnavailableException>(PlanAsync(provider, workspace));

        most.ShouldBe(1);
        provider.Asked.ShouldBe(["a", "b", "c"]);
    }

    private static Task<RunPlan> PlanAsync(Provider provider, Workspace workspace) => new RunPlanner([provider], new SuiteData(new DataSources()), TimeProvider.System)
        .PlanAsync(new RunRequest { Workspace = workspace }, CancellationToken.None);

    private Workspace Write(params string[] candidates)
    {
        _folder.Write("suite.yaml", """
            name: questions
            version: 1
            kind: generation
            dataset: { samples: [ { question: "1 + 1", answer: "2" } ] }
            prompt: "{{question}}"
            target: answer
            scoring: exact_match
            """);
        return WorkspaceLoader.Load(_folder.Write("eval.yaml", "candidates:\n" + string.Concat(candidates.Select(c => c.Split(": ")).Select(c =>
            $"  - id: {c[0]}\n    hosted: {{ provider: openai-compatible, endpoint: \"{c[1]}\", model: m }}\n")) + "suites: [suite.yaml]\n"));
    }

    private sealed class Provider(Func<Candidate, Task<ModelDescription>> describe) : IModelProvider
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        public bool CanOpen(Candidate candidate) => true;

        public Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken)
        {
            Asked.Enqueue(candidate.Id);
            return describe(candidate);
        }

        public Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
