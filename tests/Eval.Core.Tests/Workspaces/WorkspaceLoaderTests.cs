using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Workspaces;

public class WorkspaceLoaderTests
{
    // The sample of the design, its ellipses filled in.
    internal const string Sample = """
        candidates:
          - id: tiny-large
            local: { file: suites/demo-models/tiny-large.gguf, gpuLayers: auto, context: 512 }
            price: { perHour: 0.20 }
            facts: { license: MIT, dataStaysOnPremises: true }
          - id: gpt-small
            hosted: { provider: openai, model: gpt-4o-mini, apiKeyEnv: OPENAI_API_KEY, requestsPerMinute: 500, tokensPerMinute: 200000, concurrency: 16 }
            price: { inputPerMTok: 0.15, outputPerMTok: 0.60, asOf: 2026-11-01 }
          - id: house-vllm
            hosted: { provider: openai-compatible, endpoint: "http://127.0.0.1:8000/v1", model: qwen }
            tags: [house]
            exact: true
        suites: [ "suites/demo-*/suite.yaml" ]
        defaults: { epochs: 1, seed: 17, budget: { usd: 5.00 } }
        schedules:
          - { name: nightly, cron: "0 0 2 * * ?", timeZone: UTC, suites: [demo-*], candidates: [tiny-*], then: [gate upgrade, rank, report] }
        selection:
          default: { factors: [ { id: quality, suite: demo-facts, worst: 0, best: 1 } ], weights: { quality: 2 }, mustHaves: [ { fact: license, is: MIT } ] }
        gates:
          upgrade: { margin: { demo-facts: 0.05 }, confidence: 0.95, minCoverage: 0.98, maxCostIncrease: 0.10 }
        storage: { provider: sqlite }
        notify: [ { webhook: x } ]
        triggers: [ { watch: y } ]
        service: { urls: "http://127.0.0.1:5000" }
        """;

    [Fact]
    public void Load_SampleOfTheDesign_GivesEveryValue()
    {
        using var folder = Workspace(Sample);
        var workspace = WorkspaceLoader.Load(folder.PathOf("eval.yaml"));

        workspace.Directory.ShouldBe(folder.Root);
        workspace.SuiteFiles.ShouldBe([folder.PathOf("suites/demo-a/suite.yaml"), folder.PathOf("suites/demo-b/suite.yaml")]);
        workspace.Defaults.ShouldBe(new RunDefaults(1, 17, 5.00m));
        workspace.Candidates.Select(c => c.Id).ShouldBe(["tiny-large", "gpt-small", "house-vllm"]);

        var local = workspace.Candidates[0];
        local.Local!.File.ShouldBe(folder.PathOf("suites/demo-models/tiny-large.gguf"));
        local.Local.GpuLayers.ShouldBe(GpuLayers.Auto);
        local.Local.Context.ShouldBe(512);
        local.Price!.PerHour.ShouldBe(0.20m);
        local.Facts.ShouldBe(new Dictionary<string, string> { ["license"] = "MIT", ["dataStaysOnPremises"] = "true" });

        var hosted = workspace.Candidates[1].Hosted!;
        hosted.ShouldBe(new HostedModelSpec
        {
            Provider = "openai",
            Model = "gpt-4o-mini",
            ApiKeyEnv = "OPENAI_API_KEY",
            RequestsPerMinute = 500,
            TokensPerMinute = 200000,
            Concurrency = 16,
        });
        workspace.Candidates[1].Price!.ShouldBe(new PriceSpec { InputPerMTok = 0.15m, OutputPerMTok = 0.60m, AsOf = new DateOnly(2026, 11, 1) });
        workspace.Candidates[2].Exact.ShouldBeTrue();
        workspace.Candidates[2].Tags.ShouldBe(["house"]);
        workspace.Candidates[2].Hosted!.Concurrency.ShouldBe(8);

        var schedule = workspace.Schedules.ShouldHaveSingleItem();
        (schedule.Name, schedule.Cron, schedule.TimeZone).ShouldBe(("nightly", "0 0 2 * * ?", "UTC"));
        schedule.Then.ShouldBe(["gate upgrade", "rank", "report"]);
        workspace.Selection["default"].Weights.Values.ShouldBe([1]);
        workspace.Gates["upgrade"].Suite("demo-facts")!.Margin.ShouldBe(0.05);
        workspace.Gates["upgrade"].MaxCostIncrease.ShouldBe(0.10);
        workspace.Storage.ShouldBe(new StorageSpec());
        workspace.Notify.Count.ShouldBe(1);
    }

    [Fact]
    public void Load_AllLocalKeys_AreTaken()
    {
        using var folder = Workspace("""
            candidates:
              - id: a
                local: { file: m.gguf, url: "https://example.org/m.gguf", sha256: "AB00000000000000000000000000000000000000000000000000000000000000", gpuLayers: 12, context: 1024,
                  threads: 3, batch: 512, microBatch: 128, kvType: f32, flashAttention: false, chatTemplate: chatml, ropeScaling: yarn, ropeFrequencyScale: 0.5, ropeFrequencyBase: 10000 }
            """);
        WorkspaceLoader.Load(folder.Root).Candidates[0].Local.ShouldBe(new LocalModelSpec
        {
            File = folder.PathOf("m.gguf"),
            Url = "https://example.org/m.gguf",
            Sha256 = "ab00000000000000000000000000000000000000000000000000000000000000",
            GpuLayers = GpuLayers.Of(12),
            Context = 1024,
            Threads = 3,
            Batch = 512,
            MicroBatch = 128,
            KvType = "f32",
            FlashAttention = false,
            ChatTemplate = "chatml",
            RopeScaling = "yarn",
            RopeFrequencyScale = 0.5,
            RopeFrequencyBase = 10000,
        });
    }

    [Fact]
    public void Load_AllPriceKeys_AreTaken()
    {
        using var folder = Workspace("""
            candidates:
              - id: a
                hosted: { provider: openai, model: m, attempts: 3 }
                price: { inputPerMTok: 3, outputPerMTok: 15, cachedInputPerMTok: 0.30, writtenInputPerMTok: 3.75, reasoningPerMTok: 20, perRequest: 0.001,
                  inputPerMChar: 1, outputPerMChar: 2, batchDiscount: 0.25, perHour: 4, asOf: 2026-11-01, validFrom: 2026-10-01, validUntil: 2026-12-31,
                  above: [ { inputTokens: 200000, inclusive: true, inputPerMTok: 6, outputPerMTok: 22.5, cachedInputPerMTok: 0.6, writtenInputPerMTok: 7.5, reasoningPerMTok: 30 } ] }
            """);
        var candidate = WorkspaceLoader.Load(folder.Root).Candidates[0];
        candidate.Hosted!.Attempts.ShouldBe(3);
        candidate.Price!.Above.ShouldBe([new PriceTier { InputTokens = 200_000, Inclusive = true, InputPerMTok = 6, OutputPerMTok = 22.5m, CachedInputPerMTok = 0.6m, WrittenInputPerMTok = 7.5m, ReasoningPerMTok = 30 }]);
        (candidate.Price with { Above = [] }).ShouldBe(new PriceSpec
        {
            InputPerMTok = 3,
            OutputPerMTok = 15,
            CachedInputPerMTok = 0.3m,
            WrittenInputPerMTok = 3.75m,
            ReasoningPerMTok = 20,
            PerRequest = 0.001m,
            InputPerMChar = 1,
            OutputPerMChar = 2,
            BatchDiscount = 0.25m,
            PerHour = 4,
            AsOf = new DateOnly(2026, 11, 1),
            ValidFrom = new DateOnly(2026, 10, 1),
            ValidUntil = new DateOnly(2026, 12, 31),
        });
    }

    [Theory]
    [InlineData("candidates: [ { id: a, local: { file: x }, price: { inputPerMTok: 1 } } ]", "the price of output tokens is missing (write 0 where they are free: a missing price is not zero)")]
    [InlineData("candidates: [ { id: a, local: { file: x }, price: { validFrom: 2026-02-01, validUntil: 2026-01-01 } } ]", "\"validUntil\" lies before \"validFrom\"")]
    [InlineData("candidates: [ { id: a, local: { file: x }, price: { above: [ { inputTokens: 5 }, { inputTokens: 5 } ] } } ]", "two prices above 5 input tokens")]
    [InlineData("candidates: [ { id: a, local: { file: x }, hosted: { provider: openai, model: m } } ]", "has both \"local\" and \"hosted\"")]
    [InlineData("candidates: [ { id: a } ]", "needs \"local\" (a GGUF file) or \"hosted\"")]
    [InlineData("candidates: [ { id: a, local: { file: x } }, { id: a, local: { file: y } } ]", "already defined at line 1")]
    [InlineData("candidates: [ { id: \"a*\", local: { file: x } } ]", "\"a*\" is not a valid id")]
    [InlineData("candidates: [ { local: { file: x } } ]", "\"id\" is missing")]
    [InlineData("candidates: [ { id: a, local: { fil: x, file: y } } ]", "unknown key \"fil\" in eval.yaml › candidates[0] › local (did you mean \"file\"?)")]
    [InlineData("candidates: [ { id: a, local: { file: y, kvType: f17 } } ]", "\"f17\" is not a valid kvType (did you mean \"f1")]
    [InlineData("candidates: [ { id: a, local: { file: y, gpuLayers: some } } ]", "\"some\" is not a valid gpuLayers")]
    [InlineData("candidates: [ { id: a, local: { file: y, url: \"https://x.org/y\" } } ]", "\"url\" needs \"sha256\"")]
    [InlineData("candidates: [ { id: a, local: { file: y, flashAttention: maybe } } ]", "must be true or false")]
    [InlineData("candidates: [ { id: a, hosted: { provider: opnai, model: m } } ]", "\"opnai\" is not a valid provider (did you mean \"openai\"?)")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai-compatible, model: m } } ]", "needs \"endpoint\"")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, endpoint: \"ftp://x\" } } ]", "http:// or https://")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, endpoint: \"http://me:sesame@x\" } } ]", "a password does not belong in this file")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, endpoint: \"http://x?a=b\" } } ]", "write its parameters under \"query\"")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, apiKeyEnv: sk-12345 } } ]", "must be the name of an environment variable, not the key itself")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, headers: { X-Api-Key: sesame } } } ]", "the value of \"X-Api-Key\" does not belong in this file (put it into the environment and write ${NAME})")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, headers: { \"a b\": x } } } ]", "\"a b\" is not a valid header")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, query: { key: sesame } } } ]", "the value of \"key\" does not belong in this file")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, omit: [temprature] } } ]", "\"temprature\" cannot be left out (did you mean \"temperature\"?)")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, extraBody: { messages: [] } } } ]", "\"messages\" is not for \"extraBody\"")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, extraBody: 3 } } ]", "\"extraBody\" must be a map")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, reasoningEffort: hihg } } ]", "\"hihg\" is not a valid reasoningEffort (did you mean \"high\"?)")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, likelihoods: echo } } ]", "\"echo\" is not a valid likelihoods")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, temperature: 3 } } ]", "\"temperature\" must be")]
    [InlineData("candidates: [ { id: a, hosted: { provider: openai, model: m, apiKey: sk-secret } } ]", "a key does not belong in this file (name the environment variable that holds it: apiKeyEnv)")]
    [InlineData("candidates: [ { id: a, local: { file: y }, price: { perHour: -1 } } ]", "\"perHour\" must be a number, 0 or more")]
    [InlineData("candidates: [ { id: a, local: { file: y }, price: { perHour: 1000000001 } } ]", "\"perHour\" must be a number, 0 or more, at most 1000000000")]
    [InlineData("candidates: [ { id: a, local: { file: y }, price: { asOf: 1.11.2026 } } ]", "must be a day such as 2026-11-01")]
    [InlineData("candidates: 3", "\"candidates\" must be a list of maps")]
    [InlineData("suites: [ \"none/*/suite.yaml\" ]", "no file matches \"none/*/suite.yaml\" (looked in")]
    [InlineData("suites: [ suites/demo-a ]", "there is no file \"suites/demo-a\" (it is a folder: write \"suites/demo-a/suite.yaml\")")]
    [InlineData("default: { seed: 1 }", "unknown key \"default\" in eval.yaml (did you mean \"defaults\"?)")]
    [InlineData("defaults: { epochs: 0 }", "must be a whole number from 1")]
    [InlineData("defaults: { budget: { eur: 1 } }", "unknown key \"eur\"")]
    [InlineData("gates: { g: { margin: { s: 0 } } }", "\"s\" must be above 0")]
    [InlineData("gates: { g: { margin: { s: 0.1 }, minCoverge: 1 } }", "did you mean \"minCoverage\"?")]
    [InlineData("gates: { g: { confidence: 0.9 } }", "needs \"margin\"")]
    [InlineData("gates: { g: { margin: { s: 0.1 }, confidence: 0.5 } }", "above 0.5 and below 1")]
    [InlineData("schedules: [ { name: n, cron: \"0 2 * * *\" } ]", "must have six or seven fields")]
    [InlineData("schedules: [ { name: n, cron: \"0 0 2 * * ?\", timeZone: Mars/Base } ]", "is not a time zone")]
    [InlineData("schedules: [ { name: n, cron: \"0 0 2 * * ?\", then: [gate nope] } ]", "there is no gate \"nope\"")]
    [InlineData("schedules: [ { name: n, cron: \"0 0 2 * * ?\", then: [rnak] } ]", "\"rnak\" is not a step (did you mean \"rank\"?)")]
    [InlineData("schedules: [ { name: n, cron: \"0 0 2 * * ?\", candidates: [zz*] } ]", "no candidate matches \"zz*\"")]
    [InlineData("storage: { provider: postgresql }", "needs \"connectionEnv\"")]
    [InlineData("storage: { provider: oracle }", "\"oracle\" is not a valid provider")]
    [InlineData("notify: { a: 1 }", "\"notify\" must be a list")]
    [InlineData("triggers: [ 1 ]", "each entry of \"triggers\" must be a map")]
    [InlineData("selection: { d: { factors: [ { id: q, suite: s, worst: 0, best: 1 } ], weights: { q: -1 } } }", "must be a number from 0 to 1000000000")]
    public void Load_Mistake_IsNamedWithItsPlaceAndRemedy(string yaml, string message)
    {
        using var folder = Workspace(yaml);
        var problem = ConfigAssert.Problem(() => WorkspaceLoader.Load(folder.PathOf("eval.yaml")));
        problem.ShouldContain(message);
        problem.ShouldMatch(@"eval\.yaml:1:\d+: ");
        problem.ShouldNotContain("sk-secret");
    }

    [Fact]
    public void Load_SeveralMistakes_AreReportedTogetherInTheFilesOrder()
    {
        using var folder = Workspace("suites: [ \"x*\" ]\nseeds: 3\ncandidates:\n  - id: a\n    local: { file: m, threads: many }\n");
        var problems = ConfigAssert.Problems(() => WorkspaceLoader.Load(folder.PathOf("eval.yaml")));
        problems.Select(p => p.Split("eval.yaml:")[1].Split(':')[0]).ShouldBe(["1", "2", "5"]);
    }

    private static TemporaryFolder Workspace(string yaml)
    {
        var folder = new TemporaryFolder();
        folder.Write("eval.yaml", yaml);
        folder.Write("suites/demo-b/suite.yaml", "");
        folder.Write("suites/demo-a/suite.yaml", "");
        folder.Write("suites/other/suite.yaml", "");
        return folder;
    }
}
