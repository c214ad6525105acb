using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class AgreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedTheory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Agree_RecordedVerdictsOfLlmBar_PrintsTheCard(int width)
    {
        var world = new TestWorld(_folder.Root) { Width = width };
        (await RunAsync(world, LlmBar)).ShouldBe(0, world.Error);
        world.Out.ShouldContain("Judge GPT-4, stored verdicts");
        world.Out.ShouldContain("in the order of the file");
        world.Out.ShouldContain("95 of 100");
        world.Out.ShouldContain("96 of 100");
        world.Out.ShouldContain("93.0 %");
        world.Out.ShouldContain("42 first, 58 second");
        world.Out.ShouldContain("cannot block a gate");
        world.Out.Split('\n').ShouldAllBe(l => l.Length <= width);
        world.Error.ShouldContain("card 1 is stored in");
    }

    [SharedFact]
    public async Task Agree_Json_FitsItsSchemaAndHoldsTheFigures()
    {
        var world = new TestWorld(_folder.Root);
        (await RunAsync(world, [.. LlmBar, "--json"])).ShouldBe(0, world.Error);
        SchemaFiles.Validate("agree", world.Out).ShouldBeEmpty();
        var card = JsonNode.Parse(world.Out)!;
        Figure(card, "agreement_orders").ShouldBe(0.955, 1e-12);
        Figure(card, "both_right").ShouldBe(0.93, 1e-12);
        Figure(card, "position_consistency").ShouldBe(0.95, 1e-12);
        ((bool)card["canBlock"]!).ShouldBeFalse();
    }

    [SharedFact]
    public async Task Agree_Markdown_IsATable()
    {
        var world = new TestWorld(_folder.Root);
        (await RunAsync(world, [.. LlmBar, "--markdown"])).ShouldBe(0, world.Error);
        world.Out.ShouldContain("| same verdict in both orders | 95.0 % |");
        world.Out.ShouldStartWith("### Judge GPT-4");
    }

    [Fact]
    public async Task Agree_HostileNames_AreShownAndNeverInterpreted()
    {
        _folder.Write("l.csv", "answer,label,v\na,1,1\nb,0,0\n");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("agree", "l.csv", "--verdict", "v", "--judge", "\e[2J|<b>", "--markdown")).ShouldBe(0, world.Error);
        world.Out.ShouldNotContain("\e");
        world.Out.ShouldContain("\\|&lt;b&gt;");
    }

    [Theory]
    [InlineData("--verdict FIELD", "agree", "l.csv")]
    [InlineData("no such file", "agree", "absent.csv", "--verdict", "v")]
    [InlineData("did you mean \"verdict\"?", "agree", "l.csv", "--verdict", "verdikt")]
    [InlineData("--min 5 is not below --max 1", "agree", "l.csv", "--verdict", "verdict", "--min", "5", "--max", "1")]
    [InlineData("choose one", "agree", "l.csv", "--verdict", "verdict", "--json", "--markdown")]
    [InlineData("names the second", "agree", "l.csv", "--verdict", "verdict", "--verdict-swapped", "verdict")]
    public async Task Agree_WrongUse_Exits2AndSaysWhatToDo(string words, params string[] arguments)
    {
        _folder.Write("l.csv", "answer,label,verdict\na,1,1\nb,0,0\n");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(arguments)).ShouldBe(2);
        (world.Error + world.Out).ShouldContain(words == "names the second" ? "second answer's field" : words);
        File.Exists(_folder.PathOf("results/eval.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Agree_NoVerdictCanBeRead_Exits4()
    {
        _folder.Write("l.csv", "answer,label,v\na,1,hm\nb,0,refused\n");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("agree", "l.csv", "--verdict", "v")).ShouldBe(4);
        world.Out.ShouldContain("0 of 2 labelled items judged");
    }

    private static string[] LlmBar =>
    [
        "agree", SharedFolder.PathOf("datasets", "llmbar", "judge-results", "LLMBar", "Natural", "GPT-4", "Vanilla", "result.json.gz"), "--judge", "GPT-4",
        "--verdict", "results.[0].[swap = False].winner", "--verdict-swapped", "results.[0].[swap = True].winner",
    ];

    private static double Figure(JsonNode card, string id) => (double)card["figures"]!.AsArray().Single(f => (string)f!["id"]! == id)!["value"]!;

    private static Task<int> RunAsync(TestWorld world, string[] arguments) => world.RunAsync(arguments);
}
