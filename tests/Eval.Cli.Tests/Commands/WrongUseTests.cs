using Eval.Cli.Tests.CommandLine;
using Eval.FakeEndpoint;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>Slips in files and options cost a second and no call: the place, the reason and the likely name, exit code 2.</summary>
public sealed class WrongUseTests : IDisposable
{
    private const string Suite = """
        name: questions
        version: 1
        kind: generation
        dataset: { samples: [ { question: "1 + 1", answer: "2" } ] }
        prompt: "{{question}}"
        target: answer
        scoring: exact_match
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> BrokenSuites => new()
    {
        { "scoring: exact_match", "", "suite.yaml:1:1: " },
        { "scoring: exact_match", "scoring: exact_mach", "suite.yaml:7:10: \"exact_mach\" is not a scorer (did you mean \"exact_match\"?)" },
        { "scoring: exact_match", "scoring: exact_match\nmetrics: [exact_mtch]", "did you mean \"exact_match\"?" },
        { "kind: generation", "kind: generatoin", "suite.yaml:3:7: " },
        { "target: answer", "tarket: answer", "suite.yaml:6:1: unknown key \"tarket\"" },
        { "prompt: \"{{question}}\"", "prompt: \"{{qestion}}\"", "suite.yaml:5:9: the template asks for \"qestion\", which is not there" },
        { "prompt: \"{{question}}\"", "prompt: \"{{question}}", "suite.yaml:" },
        { "name: questions", "name: questions\n\tversion: 2", "suite.yaml:2:" },
    };

    [Theory]
    [MemberData(nameof(BrokenSuites))]
    public async Task Run_MistakeInASuite_IsToldWithItsPlaceBeforeAnyCall(string good, string bad, string message)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync();
        Write(endpoint, Suite.Replace(good, bad));
        foreach (var command in (string[])["check", "run"])
        {
            var world = new TestWorld(_folder.Root);
            (await world.RunAsync(command)).ShouldBe(2, world.Error);
            world.Error.ShouldContain(message);
            world.Error.ShouldNotContain("   at ");
            world.Error.ShouldNotContain("Exception");
        }

        // What candidates can do is asked beside; no question of the suite is.
        endpoint.Ledger.Entries.ShouldNotContain(e => e.Question.Contains("1 + 1"));
        File.Exists(_folder.PathOf("results/eval.db")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("suites:", "siutes:", "eval.yaml:4:1: unknown key \"siutes\" in eval.yaml (did you mean \"suites\"?)")]
    [InlineData("model: m", "modle: m", "unknown key \"modle\"")]
    [InlineData("openai-compatible", "openai-compatable", "\"openai-compatable\" is not a valid provider (did you mean \"openai-compatible\"?)")]
    [InlineData("candidates:", "candidates: [", "eval.yaml:")]
    [InlineData("suites: [suite.yaml]", "suites: [siute.yaml]", "siute.yaml")]
    public async Task Run_MistakeInTheWorkspace_IsToldWithItsPlaceBeforeAnyCall(string good, string bad, string message)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync();
        Write(endpoint, Suite);
        _folder.Write("eval.yaml", File.ReadAllText(_folder.PathOf("eval.yaml")).Replace(good, bad));
        foreach (var command in (string[])["check", "run"])
        {
            var world = new TestWorld(_folder.Root);
            (await world.RunAsync(command)).ShouldBe(2, world.Error);
            world.Error.ShouldContain(message);
            world.Error.ShouldNotContain("   at ");
        }

        Calls(endpoint).ShouldBe(0);
    }

    [Theory]
    [InlineData("http://{{HOST}}:8000/v1", "{{HOST}}")]
    [InlineData("http://127.0.0.1:8000/{{VERSION}}/v1", "{{VERSION}}")]
    [InlineData("${HOUSE_URL}/v1", "${HOUSE_URL}")]
    [InlineData("http://$HOST/v1", "$HOST")]
    [InlineData("https://<resource>.openai.azure.com", "<resource>")]
    public async Task Run_AddressWithAPlaceholder_IsAMistakeAndNeverAsked(string address, string placeholder)
    {
        _folder.Write("suite.yaml", Suite);
        _folder.Write("eval.yaml", $$"""
            candidates:
              - id: house
                hosted: { provider: openai-compatible, model: m, endpoint: "{{address}}" }
            suites: [suite.yaml]
            """);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("run")).ShouldBe(2);
        world.Error.ShouldStartWith("eval.yaml:3:");
        world.Error.ShouldContain($"\"endpoint\" holds {placeholder}, which nothing fills in here (write the whole address)");
    }

    [Theory]
    [InlineData("no suite matches \"question\" (did you mean \"questions\"?)", "run", "question")]
    [InlineData("no suite matches \"x*\"", "run", "x*")]
    [InlineData("no candidate matches \"huose\" (did you mean \"house\"?)", "run", "-m", "huose")]
    [InlineData("no candidate matches \"gpt-*\"", "run", "questions", "-m", "gpt-*")]
    [InlineData("no candidate matches \"huose\"", "models", "probe", "huose")]
    public async Task Run_NameThatNothingHas_Exits2WithTheNearestAndAsksNothing(string message, params string[] arguments)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync();
        Write(endpoint, Suite);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(arguments)).ShouldBe(2, world.Error);
        world.Error.ShouldContain(message);
        world.Out.ShouldBeEmpty();
        Calls(endpoint).ShouldBe(0);
    }

    [Theory]
    [InlineData("no suite of this run matches \"fact\" (did you mean \"facts\"?)", "samples", "--suite", "fact")]
    [InlineData("no candidate of this run matches \"alhpa\" (did you mean \"alpha\"?)", "samples", "-m", "alhpa")]
    [InlineData("no candidate of this run matches \"x*\"", "export", "-m", "x*", "-o", "never.jsonl")]
    [InlineData("no sample of run 1 matches", "samples", "--id", "fact-99")]
    [InlineData("no sample of run 1 matches", "samples", "--slice", "topic=nothing")]
    [InlineData("there is no run \"nigthly\"", "show", "nigthly")]
    [InlineData("(did you mean \"nightly\"?)", "samples", "nigthly")]
    [InlineData("there is no run \"77\"", "show", "77")]
    public async Task Read_FilterThatLetsNothingThrough_Exits2(string message, params string[] arguments)
    {
        await TestDatabase.WriteAsync(_folder.PathOf("results/eval.db"));
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(arguments)).ShouldBe(2, world.Out);
        world.Error.ShouldContain(message);
        File.Exists(_folder.PathOf("never.jsonl")).ShouldBeFalse();
    }

    private static long Calls(FakeEndpointServer endpoint) => endpoint.Ledger.Totals.Requests;

    private void Write(FakeEndpointServer endpoint, string suite)
    {
        _folder.Write("suite.yaml", suite);
        _folder.Write("eval.yaml", $$"""
            candidates:
              - id: house
                hosted: { provider: openai-compatible, endpoint: "{{endpoint.OpenAiAddress}}", model: m }
            suites: [suite.yaml]
            """);
    }
}
