using System.Text.Json.Nodes;
using Eval.Cli.CommandLine;
using Eval.Cli.Tests.CommandLine;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>Endpoints that fail, as a user meets them: what passes is waited out, what does not lowers the coverage and never a score.</summary>
public sealed class EndpointTroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_NobodyListens_IsFoundBeforeTheRunWithTheReason()
    {
        var gone = await FakeEndpointServer.StartAsync();
        EchoedQuestions.Write(_folder, gone.OpenAiAddress.ToString(), 3, "concurrency: 4");
        await gone.DisposeAsync();
        var world = new TestWorld(_folder.Root);

        (await world.RunAsync("run")).ShouldBe(4, world.Error);

        world.Error.ShouldContain("error: hosted: m at 127.0.0.1:");
        world.Error.ShouldContain("Connection refused");
        world.Error.ShouldContain("check that the server runs, and \"endpoint\"");
        File.Exists(_folder.PathOf("results/eval.db")).ShouldBeFalse("nothing was planned, so nothing is a run");
    }

    [Fact]
    public async Task Run_ServerThatSaysNothing_IsGivenUpAfterOneQuestion()
    {
        await using var server = await StartAsync(new FaultPlan { Rates = new Dictionary<FaultKind, double> { [FaultKind.Hang] = 1 } }, 3);
        var world = new TestWorld(_folder.Root);

        (await EvalProgram.RunAsync(["run"], world.Surroundings with { Clock = new FastTimeProvider(50) })).ShouldBe(4, world.Error);

        world.Error.ShouldContain("still asking what each candidate can do");
        world.Error.ShouldContain("no answer within 120 s");
        server.Ledger.Totals.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.ServerError)]
    public async Task Run_EveryTenthCallFails_IsAskedAgainAndAllPass(FaultKind fault)
    {
        await using var server = await StartAsync(new FaultPlan { Rates = new Dictionary<FaultKind, double> { [fault] = 0.1 }, RetryAfterSeconds = 0.05 }, 100);
        var world = new TestWorld(_folder.Root);

        (await EvalProgram.RunAsync(["run", "--json"], world.Surroundings with { Clock = new FastTimeProvider(20) })).ShouldBe(0, world.Error);

        var cell = JsonNode.Parse(world.Out)!["cells"]![0]!;
        (cell["outcomes"]!["completed"]!.GetValue<int>(), Value(cell)).ShouldBe((100, 1));
        server.Ledger.Totals.Faults[fault].ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Run_CallsThatNeverSucceed_LowerTheCoverageAndNotTheScore()
    {
        await using var server = await StartAsync(new FaultPlan { Rates = new Dictionary<FaultKind, double> { [FaultKind.BadRequest] = 0.2 } }, 60);
        var world = new TestWorld(_folder.Root);

        (await world.RunAsync("run", "--json")).ShouldBe(4, world.Error);

        var cell = JsonNode.Parse(world.Out)!["cells"]![0]!;
        var errors = cell["outcomes"]!["providerError"]!.GetValue<int>();
        errors.ShouldBeInRange(3, 30);
        var estimate = Estimate(cell);
        estimate["value"]!.GetValue<double>().ShouldBe(1);
        estimate["coverage"]!.GetValue<double>().ShouldBe((60.0 - errors) / 60, 1e-9);
        estimate["boundLow"]!.GetValue<double>().ShouldBe((60.0 - errors) / 60, 1e-9);
        world.Error.ShouldContain("coverage");
    }

    [Fact]
    public async Task Run_PriceOfAModelThatNoTableKnows_CountsEveryCent()
    {
        await using var server = await StartAsync(new FaultPlan(), 20, "  - id: other\n    hosted: { provider: openai-compatible, endpoint: \"ADDRESS\", model: zz-9-in-house }\n    price: { inputPerMTok: 3, outputPerMTok: 15 }\n");
        var world = new TestWorld(_folder.Root);

        (await world.RunAsync("run", "-m", "other", "--json")).ShouldBe(0, world.Error);

        var cell = JsonNode.Parse(world.Out)!["cells"]![0]!;
        var (read, written) = (cell["inputTokens"]!.GetValue<long>(), cell["outputTokens"]!.GetValue<long>());
        read.ShouldBeGreaterThan(0);
        cell["costMicroUsd"]!.GetValue<long>().ShouldBeInRange((read * 3) + (written * 15) - 20, (read * 3) + (written * 15) + 20);
    }

    [Fact]
    public async Task Run_AnswersThatTheScorerFailsOn_KeepTheirTokensInEverySum()
    {
        await using var server = await StartAsync(new FaultPlan(), 20);
        _folder.Write("score.sh", "while read -r line; do case \"$line\" in *\"number 1\"*) echo '{\"error\":\"cannot tell\"}';; *) echo '{\"score\":1}';; esac; done\n");
        _folder.Write("suite.yaml", File.ReadAllText(_folder.PathOf("suite.yaml")).Replace("scoring: exact_match", "scoring: { command: { run: [sh, score.sh] } }").Replace("metrics: [exact_match]", ""));
        var world = new TestWorld(_folder.Root);

        (await world.RunAsync("run", "--allow-commands", "--json")).ShouldBe(4, world.Error);

        var cell = JsonNode.Parse(world.Out)!["cells"]![0]!;
        // Number 1, and 10 to 19.
        (cell["outcomes"]!["scorerError"]!.GetValue<int>(), cell["outcomes"]!["completed"]!.GetValue<int>()).ShouldBe((11, 9));
        var asked = server.Ledger.Entries.Where(e => e.Question.StartsWith("What is the meaning of number", StringComparison.Ordinal)).ToList();
        asked.Count.ShouldBe(20);
        cell["inputTokens"]!.GetValue<long>().ShouldBe(asked.Sum(e => e.InputTokens));
        cell["outputTokens"]!.GetValue<long>().ShouldBe(asked.Sum(e => e.OutputTokens));
        var shown = new TestWorld(_folder.Root);
        (await shown.RunAsync("show")).ShouldBe(0, shown.Error);
        shown.Out.ShouldContain($"{asked.Sum(e => e.InputTokens):N0} read, {asked.Sum(e => e.OutputTokens):N0} written");
    }

    [Fact]
    public async Task Run_Repeated_AsksEachRepetitionAndServesNoneFromAnother()
    {
        await using var server = await StartAsync(new FaultPlan(), 5);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("run", "--epochs", "3", "--json")).ShouldBe(0, world.Error);
        server.Ledger.Entries.Count(e => e.Question.StartsWith("What is the meaning of number", StringComparison.Ordinal)).ShouldBe(15);
        JsonNode.Parse(world.Out)!["cells"]![0]!["cachedSamples"]!.GetValue<long>().ShouldBe(0);
    }

    private static JsonNode Estimate(JsonNode cell) => cell["estimates"]!.AsArray().First(e => e!["slice"] is null)!;

    private static double Value(JsonNode cell) => Estimate(cell)["value"]!.GetValue<double>();

    private async Task<FakeEndpointServer> StartAsync(FaultPlan faults, int samples, string more = "")
    {
        var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = new ModelProfile { Faults = faults } });
        EchoedQuestions.Write(_folder, server.OpenAiAddress.ToString(), samples, "concurrency: 4");
        if (more.Length > 0)
        {
            _folder.Write("eval.yaml", File.ReadAllText(_folder.PathOf("eval.yaml")).Replace("suites:", more.Replace("ADDRESS", server.OpenAiAddress.ToString()) + "suites:"));
        }

        return server;
    }
}
