using System.Text.Json.Nodes;
using Eval.Cli.Tests.Documents;
using Eval.Core.Suites.Kinds.Speed;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Serving;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>A speed suite on a hosted and a local candidate. No time is asserted here: what is recorded is held against the ledger elsewhere, on a manual clock.</summary>
public sealed class SpeedRunTests
{
    [Fact]
    public async Task Run_SpeedSuite_MeasuresHostedAndLocalSideBySide()
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Otherwise = new ModelProfile { Answers = "words:5", Latency = new Latency { Ms = 4 }, TokensPerSecond = 1000 },
        });
        using var workspace = new TinyWorkspace();
        var small = Path.Combine(TestSupport.SharedFolder.RepositoryRoot, "suites", "demo-models", "tiny-small.gguf");
        workspace.Write("eval.yaml", $$"""
            candidates:
              - id: endpoint
                hosted: { provider: openai-compatible, endpoint: "{{server.OpenAiAddress}}", model: words, concurrency: 4 }
                price: { inputPerMTok: 1, outputPerMTok: 1000 }
              - id: small
                local: { file: "{{small}}", context: 256 }
            suites: [ speed.yaml ]
            """);
        workspace.Write("speed.yaml", """
            name: quick
            version: 1
            kind: speed
            dataset: { samples: [ { question: Tell me something. }, { question: Tell me more. } ] }
            prompt: "{{question}}"
            load: [ { concurrency: 1, requests: 8 }, { concurrency: 3, requests: 9 }, { rate: 100, requests: 6 } ]
            warmup: 2
            outputTokens: 5
            slo: { firstToken: 60000 }
            metrics: [ ttft_aiperf_p50, ttft_vllm_p50, e2e_aiperf_p99, tps_system_aiperf, goodput_aiperf, good_share_aiperf, error_rate, length_met, client_lag_p99, peak_tps, tps_at_slo, model_bytes, memory_bytes, load_ms ]
            """);
        using var run = await ProgramRun.ToEndAsync(workspace.Root, "run", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        SchemaFiles.Validate("run", run.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(run.Out)!;

        // Every request of every load and its warm-up (two, but one for each user at least), and nothing was asked twice.
        var asked = Asked(server);
        asked.Count.ShouldBe(23 + 2 + 3 + 2);
        asked.ShouldBeUnique();
        foreach (var candidate in new[] { "endpoint", "small" })
        {
            Value(document, candidate, "error_rate").ShouldBe(0);
            Value(document, candidate, "length_met").ShouldBe(1);
            Value(document, candidate, "good_share_aiperf").ShouldBe(1);
            Value(document, candidate, "ttft_aiperf_p50").ShouldNotBeNull().ShouldBeGreaterThan(0);
            Value(document, candidate, "ttft_aiperf_p50", "load=closed-3").ShouldNotBeNull().ShouldBeGreaterThan(0);
            Value(document, candidate, "ttft_aiperf_p50", "load=open-100").ShouldNotBeNull().ShouldBeGreaterThan(0);
            Value(document, candidate, "tps_system_aiperf").ShouldNotBeNull().ShouldBeGreaterThan(0);
            Value(document, candidate, "peak_tps").ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(Value(document, candidate, "tps_system_aiperf")!.Value);
            Of(document, candidate, "e2e_aiperf_p99")["value"].ShouldBeNull();
            Of(document, candidate, "e2e_aiperf_p99")["note"]!.GetValue<string>().ShouldContain("p99 needs 368 requests, there are 8");
        }

        Value(document, "small", "model_bytes").ShouldBe(new FileInfo(small).Length);
        Value(document, "small", "load_ms").ShouldNotBeNull().ShouldBeGreaterThan(0);
        Value(document, "small", "memory_bytes").ShouldNotBeNull().ShouldBeGreaterThan(new FileInfo(small).Length);
        Value(document, "endpoint", "model_bytes").ShouldBeNull();

        // All that the endpoint counted is paid for, warm-up included.
        var billed = Entries(server).ToList();
        var cell = document["cells"]!.AsArray().Single(c => c!["candidate"]!.GetValue<string>() == "endpoint")!;
        cell["costMicroUsd"]!.GetValue<long>().ShouldBe(billed.Sum(e => e.InputTokens + (1000L * e.OutputTokens)));
        cell["cachedSamples"]!.GetValue<long>().ShouldBe(0);

        using var samples = await ProgramRun.ToEndAsync(workspace.Root, "samples", "--jsonl", "-m", "endpoint");
        var lines = samples.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
        lines.Count.ShouldBe(23);
        lines.ShouldAllBe(l => l["detail"]!["trace"]!["events"]!.AsArray().Count >= 5);

        // Again, and the answers of the first run are of no use.
        using var again = await ProgramRun.ToEndAsync(workspace.Root, "run", "--fresh", "--json", "-m", "endpoint");
        again.ExitCode.ShouldBe(0, again.Error);
        Asked(server).Count.ShouldBe(2 * asked.Count);
        Asked(server).ShouldBeUnique();
    }

    [Fact]
    public void Suites_OfTheSpeedWorkspace_Load()
    {
        var folder = Path.Combine(TestSupport.SharedFolder.RepositoryRoot, "suites");
        var workspace = Core.Workspaces.WorkspaceLoader.Load(Path.Combine(folder, "speed.yaml"));
        var suites = Core.Suites.SuiteLoader.LoadAll(workspace.SuiteFiles);
        suites.Select(s => s.Name).ShouldBe(["speed-chat", "speed-repeat"]);
        suites.ShouldAllBe(s => s.Settings is SpeedSettings);
    }

    private static IEnumerable<FakeEndpoint.Ledgers.LedgerEntry> Entries(FakeEndpointServer server) => server.Ledger.Entries.Where(e => e.Question.Contains("] Tell me"));

    private static List<string> Asked(FakeEndpointServer server) => [.. Entries(server).Select(e => e.Question)];

    private static double? Value(JsonNode document, string candidate, string metric, string? slice = null) => Of(document, candidate, metric, slice)["value"]?.GetValue<double>();

    private static JsonNode Of(JsonNode document, string candidate, string metric, string? slice = null) =>
        document["cells"]!.AsArray().Single(c => c!["candidate"]!.GetValue<string>() == candidate)!["estimates"]!.AsArray()
            .Single(e => e!["metric"]!.GetValue<string>() == metric && e["slice"]?.GetValue<string>() == slice)!;
}
