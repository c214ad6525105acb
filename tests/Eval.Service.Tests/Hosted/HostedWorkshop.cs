using Eval.Core.Datasets;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.FakeEndpoint;
using Eval.Providers;
using Eval.Service.Running;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Service.Tests.Hosted;

/// <summary>A workspace with one hosted candidate at a test endpoint and a generation suite, run through the whole program but its command line.</summary>
internal sealed class HostedWorkshop : IAsyncDisposable
{
    private const string KeyVariable = "HOUSE_KEY";

    private readonly TemporaryFolder _folder = new();
    private readonly TimeProvider _time;
    private readonly HostedModelProvider _provider;

    private HostedWorkshop(FakeEndpointServer server, int samples, string candidate, int speed, bool anthropic)
    {
        Server = server;
        _time = speed == 1 ? TimeProvider.System : new FastTimeProvider(speed);
        _provider = new HostedModelProvider(name => name == KeyVariable ? "sk-of-the-house" : null, _time);
        if (anthropic)
        {
            EchoedQuestions.Write(_folder, server.Address.ToString(), samples, $"apiKeyEnv: {KeyVariable}, {candidate}", "anthropic");
        }
        else
        {
            EchoedQuestions.Write(_folder, server.OpenAiAddress.ToString(), samples, candidate);
        }
    }

    public FakeEndpointServer Server { get; }

    /// <summary>Starts an endpoint without faults; the workspace is planned with it as it is.</summary>
    /// <param name="samples">Questions.</param>
    /// <param name="candidate">More keys of the candidate.</param>
    /// <param name="speed">How many times faster than the real one the client's clock runs.</param>
    /// <param name="anthropic">True where the endpoint is asked in Anthropic's wire format.</param>
    public static async Task<HostedWorkshop> StartAsync(int samples, string candidate = "concurrency: 16", int speed = 20, bool anthropic = false) =>
        new(await FakeEndpointServer.StartAsync(), samples, candidate, speed, anthropic);

    /// <summary>Puts another suite in the place of the questions.</summary>
    public void WriteSuite(string yaml) => _folder.Write("suite.yaml", yaml);

    /// <summary>Plans against a healthy endpoint, then runs against one that behaves as told; the ledger holds the run alone.</summary>
    public async Task<(RunOutcome Outcome, IReadOnlyList<SampleResult> Samples)> RunAsync(ModelProfile profile)
    {
        var service = new RunService(_folder.PathOf("results/eval.db"), [_provider], new SuiteData(new DataSources()), _time);
        Server.Set("m", new ModelProfile());
        var plan = await service.PlanAsync(new RunRequest { Workspace = WorkspaceLoader.Load(_folder.PathOf("eval.yaml")) }, CancellationToken.None);
        await Server.Ledger.SettleAsync();
        Server.Ledger.Clear();
        Server.Set("m", profile);
        var outcome = await service.RunAsync(plan, new RunOptions { NoCache = true, Fresh = true }, new Progress<RunProgress>(), CancellationToken.None);
        await Server.Ledger.SettleAsync();

        await using var database = await EvalDatabase.OpenAsync(_folder.PathOf("results/eval.db"), OpenMode.ReadOnly, CancellationToken.None);
        var samples = new List<SampleResult>();
        await foreach (var sample in database.Runs.ReadSamplesAsync(outcome.Run.Cells.Single().Id, texts: true, CancellationToken.None))
        {
            samples.Add(sample);
        }

        return (outcome, samples);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
