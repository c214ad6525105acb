using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1/alpha", "1/beta", 2)]
    [InlineData("alpha", "1/beta", 2)]
    [InlineData("alpha", "1/beta", 1, "--suite", "w*")]
    [InlineData("1", "later", 1)]
    [InlineData("#1", "2", 1)]
    public async Task Compare_References_FindTheirCells(string old, string @new, int cells, params string[] options)
    {
        var (code, document) = await JsonAsync([old, @new, .. options]);
        code.ShouldBe(0);
        document["comparisons"]!.AsArray().Count.ShouldBe(cells);
    }

    [Fact]
    public async Task Compare_Json_HasEveryNumber()
    {
        var (_, document) = await JsonAsync(["1/alpha", "1/beta", "--suite", "facts", "--slices", "--items", "-n", "2"]);
        var cell = document["comparisons"]![0]!;
        var all = cell["metrics"]![0]!;
        document["family"]!.GetValue<int>().ShouldBe(3);
        cell["metrics"]!.AsArray().Select(m => m!["slice"]?.GetValue<string>()).ShouldBe([null, "topic=even|x", "topic=odd"]);
        all["difference"]!.GetValue<double>().ShouldBe(0.2, 1e-12);
        all["pValue"]!.GetValue<double>().ShouldBe(McNemar.ExactP(30, 10), 1e-12);
        all["low"]!.GetValue<double>().ShouldBe(Tango.Limits(new PairedCounts(50, 30, 10, 10)).Low, 1e-12);
        all["verdict"]!.GetValue<string>().ShouldBe("better");
        cell["items"]!["fixed"]!.GetValue<int>().ShouldBe(30);
        cell["items"]!["broken"]!.GetValue<int>().ShouldBe(10);
        cell["items"]!["bothWrong"]!.GetValue<int>().ShouldBe(10);
        cell["items"]!["samples"]!.AsArray().Count.ShouldBe(6);
    }

    [Fact]
    public async Task Compare_MissingAnswers_LowerTheCoverageAndGiveBounds()
    {
        var (_, document) = await JsonAsync(["1/alpha", "later"]);
        var metric = document["comparisons"]![0]!["metrics"]![0]!;
        (metric["n"]!.GetValue<int>(), metric["coverage"]!.GetValue<double>()).ShouldBe((97, 0.97));

        // Of the last ten, which both have wrong, three are missing: wrong too, or right.
        metric["difference"]!.GetValue<double>().ShouldBe(20.0 / 97, 1e-12);
        metric["boundLow"]!.GetValue<double>().ShouldBe(0.20, 1e-12);
        metric["boundHigh"]!.GetValue<double>().ShouldBe(0.23, 1e-12);
        var world = await WorldAsync("1/alpha", "later");
        Flat(world.Out).ShouldContain("coverage 97.0 %, the difference is +20.0 – +23.0 pts whatever the missing ones are");
    }

    [Fact]
    public async Task Compare_AnotherPrompt_IsRefusedByName()
    {
        var (code, document) = await JsonAsync(["1/alpha", "changed"]);
        code.ShouldBe(2);
        document["comparisons"]![0]!["refusals"]![0]!["key"]!.GetValue<string>().ShouldBe("prompt");
        var world = await WorldAsync("1/alpha", "changed");
        Flat(world.Out).ShouldContain("facts: not compared, the two sides differ in prompt: Q: {{q}} → Question: {{q}}");
    }

    [Fact]
    public async Task Compare_NothingScored_IsBroken()
    {
        var (code, document) = await JsonAsync(["1/alpha", "broken"]);
        code.ShouldBe(4);
        document["comparisons"]![0]!["notPaired"]![0]!["reason"]!.GetValue<string>().ShouldBe("no sample has a score on both sides");
    }

    [Theory]
    [InlineData("base.jsonl.gz")]
    [InlineData("base.jsonl", "--no-texts")]
    public async Task Compare_Archive_GivesTheNumbersOfTheDatabase(string file, params string[] options)
    {
        var (_, expected) = await JsonAsync(["1/alpha", "1/beta"]);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["export", "--run", "1", "-o", file, "--db", Database, .. options])).ShouldBe(0);
        var (code, document) = await JsonAsync([$"{file}/alpha", $"{file}/beta"]);
        code.ShouldBe(0);
        for (var i = 0; i < 2; i++)
        {
            document["comparisons"]![i]!["metrics"]!.ToJsonString().ShouldBe(expected["comparisons"]![i]!["metrics"]!.ToJsonString());
        }

        // No database is needed.
        var elsewhere = new TestWorld(_folder.Root);
        (await elsewhere.RunAsync("compare", $"{file}/alpha", $"{file}/beta", "--db", _folder.PathOf("none.db"))).ShouldBe(0);
        (await elsewhere.RunAsync("compare", file, "alpha", "--db", _folder.PathOf("none.db"))).ShouldBe(2);
        elsewhere.Error.ShouldContain("there is no database");
    }

    [Theory]
    [InlineData("alpha", "1/beta", "--slices", "--items")]
    [InlineData("1/alpha", "later")]
    [InlineData("1/alpha", "changed")]
    public async Task Compare_Terminal_FitsEightyColumns(params string[] arguments)
    {
        var world = await WorldAsync(arguments);
        world.Out.Split('\n').ShouldAllBe(l => l.TrimEnd().Length <= 80);
        world.Out.ShouldNotContain("\e[2J");
    }

    [Fact]
    public async Task Compare_Terminal_SaysItInWords()
    {
        var text = Flat((await WorldAsync("1/alpha", "1/beta", "--suite", "facts", "--items", "-n", "1")).Out);
        text.ShouldContain("alpha → beta (run 1)");
        text.ShouldMatch(@"facts 60.0 % \+20.0 pts 0.002 100 better");
        text.ShouldMatch(@"acc ↑ 80.0 % \+7.9 – \+31.7 ");
        text.ShouldContain("facts acc, alpha → beta: 10 broken, 30 fixed, 10 both wrong");
        text.ShouldContain("broken: fact-0");
        text.ShouldContain("\\x1b[2J");
    }

    [Fact]
    public async Task Compare_Markdown_NoNameOrAnswerBecomesMarkup()
    {
        var text = (await WorldAsync("1/alpha", "1/beta", "--slices", "--items", "--markdown", "--suite", "facts")).Out;
        var rows = text.Split('\n').Where(l => l.StartsWith("| facts")).ToList();
        rows.Count.ShouldBe(3);
        rows[0].ShouldContain("| ✅ better |");
        rows.ShouldAllBe(r => r.Replace("\\|", "").Count(c => c == '|') == 14);
        text.ShouldContain("<details><summary>facts acc, alpha → beta");
        text.ShouldContain("```text");
    }

    [Theory]
    [InlineData("\"alhpa\" is no run, no candidate with stored results and no file (did you mean \"alpha\"?)", "alhpa", "beta")]
    [InlineData("run 1 has no candidate \"gamma\"", "1/gamma", "beta")]
    [InlineData("there is no file", "missing.jsonl.gz", "beta")]
    [InlineData("no suite of both sides matches \"fcats\" (did you mean \"facts\"?)", "1/alpha", "1/beta", "--suite", "fcats")]
    [InlineData("no metric of both sides matches \"ac\" (did you mean \"acc\"?)", "1/alpha", "1/beta", "--metric", "ac")]
    [InlineData("have no suite in common: words and facts", "w.jsonl/alpha", "later")]
    [InlineData("choose one", "1/alpha", "1/beta", "--json", "--markdown")]
    [InlineData("Required argument 'NEW' missing", "1/alpha")]
    public async Task Compare_Mistake_Exits2(string message, params string[] arguments)
    {
        await CompareDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        await world.RunAsync("export", "--run", "1", "-s", "words", "-m", "alpha", "-o", "w.jsonl", "--db", Database);
        (await world.RunAsync(["compare", "--db", Database, .. arguments])).ShouldBe(2);
        world.Error.ShouldContain(message);
    }

    [Fact]
    public async Task SamplesDiff_OtherCandidate_ShowsWhatChanged()
    {
        await CompareDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("samples", "1", "--diff", "alpha", "-m", "beta", "-s", "facts", "-n", "3", "--json", "--db", Database)).ShouldBe(0);
        SchemaFiles.Validate("item-diff", world.Out).ShouldBeEmpty();
        var items = JsonNode.Parse(world.Out)!["suites"]![0]!["items"]!;
        items["samples"]!.AsArray().Select(s => s!["change"]!.GetValue<string>()).CountBy(c => c).ShouldBe(
            [new("broken", 3), new("fixed", 3), new("bothWrong", 3)]);
        items["samples"]![1]!["oldAnswer"]!.GetValue<string>().ShouldBe("yes");
        items["samples"]![1]!["newAnswer"]!.GetValue<string>().ShouldBe("no");
    }

    [Theory]
    [InlineData("--diff does not go with --wrong", "1", "--diff", "alpha", "--wrong")]
    [InlineData("differ in prompt", "changed", "--diff", "1/alpha")]
    public async Task SamplesDiff_Mistake_Exits2(string message, params string[] arguments)
    {
        await CompareDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["samples", "--db", Database, .. arguments])).ShouldBe(2);
        world.Error.ShouldContain(message);
    }

    private string Database => _folder.PathOf("eval.db");

    private static string Flat(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private async Task<TestWorld> WorldAsync(params string[] arguments)
    {
        if (!File.Exists(Database))
        {
            await CompareDatabase.WriteAsync(Database);
        }

        var world = new TestWorld(_folder.Root);
        await world.RunAsync(["compare", "--db", Database, .. arguments]);
        return world;
    }

    private async Task<(int Code, JsonNode Document)> JsonAsync(string[] arguments)
    {
        if (!File.Exists(Database))
        {
            await CompareDatabase.WriteAsync(Database);
        }

        var world = new TestWorld(_folder.Root);
        var code = await world.RunAsync(["compare", "--json", "--db", Database, .. arguments]);
        SchemaFiles.Validate("compare", world.Out).ShouldBeEmpty();
        return (code, JsonNode.Parse(world.Out)!);
    }
}
