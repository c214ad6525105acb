using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class CostTests : IDisposable
{
    // The inputs of the book's figures 1.9 and 1.10.
    private static readonly string[] Asked = ["cost", "workload", "--sessions", "100", "--requests-per-hour", "100", "--input", "100", "--output", "100"];

    private static readonly string[] Figure =
    [
        .. Asked, "--price", "GPT4 32K=60,120", "--limits", "3500,350000", "--price", "GPT 3.5 Turbo 16k=3,4", "--limits", "2000,180000",
        "--price", "Claude V2=11.02,32.68", "--limits", "300,150000", "--price", "Claude Instant=1.63,5.51", "--limits", "300,150000",
        "--instance", "g5.12xlarge=7.09,12", "--instance", "g5.48xlarge=20.36,20", "--instance", "14 g5.12xlarge=7.09,12,14", "--instance", "9 g5.48xlarge=20.36,20,9",
        "--instance", "g5.48xlarge continuous=20.36,190",
    ];

    private readonly TemporaryFolder _folder = new();

    public CostTests() => _folder.Write("eval.yaml", """
        candidates:
          - { id: priced, hosted: { provider: openai, model: a, requestsPerMinute: 300, tokensPerMinute: 150000 }, price: { inputPerMTok: 11.02, outputPerMTok: 32.68 } }
          - { id: rented, hosted: { provider: openai-compatible, endpoint: "http://localhost:1", model: b }, price: { perHour: 7.09 } }
          - { id: unknown, hosted: { provider: openai, model: c } }
          - { id: expired, hosted: { provider: openai, model: d }, price: { inputPerMTok: 1, outputPerMTok: 1, validUntil: 2020-01-01 } }
        """);

    public void Dispose() => _folder.Dispose();

    // Every figure that the book prints, column by column; demand, effective limits and sessions are what it leaves out.
    [Fact]
    public async Task Workload_InputsOfTheBook_GiveItsFiguresColumnByColumn()
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync([.. Figure, "--json"])).ShouldBe(0, world.Error);
        SchemaFiles.Validate("cost-workload", world.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(world.Out)!;
        Read(document["workload"]!, "requestsPerHour", "requestsPerMinute", "tokensPerMinute").ShouldBe(["10000", "166.6666666667", "33333.3333333333"]);
        var columns = document["columns"]!.AsArray();
        columns.Take(4).Select(c => Read(c!, "name", "perTurnUsd", "perHourUsd", "requestsPerMinuteLimit", "tokensPerMinuteLimit", "atRequestLimit", "atTokenLimit", "mostRequestsPerMinute", "boundBy", "mostSessions")).ShouldBe(
        [
            ["GPT4 32K", "0.018", "180", "3500", "350000", "false", "false", "1750", "tokens", "1050"],
            ["GPT 3.5 Turbo 16k", "0.0007", "7", "2000", "180000", "false", "false", "900", "tokens", "540"],
            ["Claude V2", "0.00437", "43.7", "300", "150000", "false", "false", "300", "requests", "180"],
            ["Claude Instant", "0.000714", "7.14", "300", "150000", "false", "false", "300", "requests", "180"],
        ]);
        columns.Skip(4).Select(c => Read(c!, "name", "perHourUsd", "requestsPerMinuteLimit", "atRequestLimit", "instancesNeeded", "perHourAtNeededUsd", "mostSessions")).ShouldBe(
        [
            ["g5.12xlarge", "7.09", "12", "true", "14", "99.26", "7"],
            ["g5.48xlarge", "20.36", "20", "true", "9", "183.24", "12"],
            ["14 g5.12xlarge", "99.26", "168", "false", "14", "99.26", "100"],
            ["9 g5.48xlarge", "183.24", "180", "false", "9", "183.24", "108"],
            ["g5.48xlarge continuous", "20.36", "190", "false", "1", "20.36", "114"],
        ]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    [InlineData(20)]
    public async Task Workload_AnyWidth_ShowsEveryColumnAndItsWorking(int width)
    {
        var world = new TestWorld(_folder.Root) { Width = width };
        (await world.RunAsync(Figure)).ShouldBe(0, world.Error);
        // Where a line is broken, its words are not.
        var text = string.Join(' ', world.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var name in (string[])["GPT4 32K", "Claude Instant", "14 g5.12xlarge", "g5.48xlarge continuous"])
        {
            text.ShouldContain(name);
        }

        text.ShouldContain("$180.00");
        text.ShouldContain("$0.000714");
        if (width >= 80)
        {
            world.Out.ShouldContain("100 sessions × 100 requests/hour = 10,000 requests/hour = 166.67 requests/min");
            world.Out.ShouldContain("100 tokens in + 100 out a turn = 33,333.33 tokens/min");
            world.Out.Split('\n').ShouldAllBe(l => l.Length <= Math.Max(width, 87));
        }
    }

    [Fact]
    public async Task Workload_LargestNumbersOfAll_StayNumbers()
    {
        _folder.Write("eval.yaml", "candidates: [ { id: a, hosted: { provider: openai, model: a }, price: { inputPerMTok: 1000000000, outputPerMTok: 1000000000, perRequest: 1000000000 } } ]");
        var world = new TestWorld(_folder.Root);
        string[] most = ["cost", "workload", "--sessions", "1000000", "--requests-per-hour", "1000000", "--input", "1000000", "--output", "1000000"];
        (await world.RunAsync([.. most, "a", "--price", "1000000000,1000000000", "--limits", "1000000000,1", "--instance", "1000000000,1000000000,1000000"])).ShouldBe(0, world.Error);
        world.Out.ShouldContain("$2,000,000,000.00");
    }

    [Theory]
    [InlineData("workload --sessions 1000000 --requests-per-hour 1000000 --input 1 --output 1 --instance 1000000000,0.0000000000000000000000000001")]
    [InlineData("break-even --hosted 1 --per-month 1000000000 --capacity 0.0000000000000000000000000001")]
    [InlineData("break-even --hosted 1.000000001 --per-month 1.000000002 --capacity 1.000000001 --overhead 1000000000")]
    public async Task Numbers_TooFarApart_AreAClearLine(string arguments)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["cost", .. arguments.Split(' ')])).ShouldBe(2, world.Out);
        world.Error.ShouldContain("these numbers lie too far apart to calculate with");
    }

    [Fact]
    public async Task Workload_DemandThatEqualsTheLimit_Passes()
    {
        var world = new TestWorld(_folder.Root);
        await world.RunAsync("cost", "workload", "--sessions", "12", "--requests-per-hour", "100", "--input", "1", "--output", "0", "--instance", "20.36,20", "--json");
        Read(JsonNode.Parse(world.Out)!["columns"]![0]!, "name", "atRequestLimit", "utilisation", "instancesNeeded").ShouldBe(["instance 1", "false", "1", "1"]);
    }

    [Fact]
    public async Task Workload_Workspace_TakesWhatHasAPriceTodayAndNamesTheRest()
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync([.. Asked, "--capacity", "rented=12", "--json"])).ShouldBe(0, world.Error);
        JsonNode.Parse(world.Out)!["columns"]!.AsArray().Select(c => Read(c!, "name", "kind", "perHourUsd", "instancesNeeded")).ShouldBe(
            [["priced", "hosted", "43.7", "null"], ["rented", "own", "7.09", "14"]]);
        world.Error.ShouldContain("left out: unknown, expired");
        var bare = new TestWorld(_folder.Root);
        (await bare.RunAsync([.. Asked, "rented", "--json"])).ShouldBe(0, bare.Error);
        Read(JsonNode.Parse(bare.Out)!["columns"]![0]!, "perHourUsd", "atRequestLimit", "instancesNeeded", "mostSessions").ShouldBe(["7.09", "null", "null", "null"]);
    }

    [Fact]
    public async Task Workload_HostileName_StaysText()
    {
        var world = new TestWorld(_folder.Root) { IsTerminal = true };
        (await world.RunAsync([.. Asked, "--price", "a\e[2J[red]b=1,2"])).ShouldBe(0, world.Error);
        world.Out.ShouldNotContain("\e[2J");
        world.Out.ShouldContain("[red]b");
    }

    [Theory]
    [InlineData("--price 1", "--price needs IN,OUT in numbers of 0 or more, not \"1\"")]
    [InlineData("--price 1,x", "--price needs IN,OUT")]
    [InlineData("--price 1,-2", "--price needs IN,OUT")]
    [InlineData("--price 1,99999999999999", "--price needs IN,OUT")]
    [InlineData("--price 1,2 --price 3,4 --price 5,6 --limits 1,2 --limits 3,4", "there are 2 --limits for 3 --price")]
    [InlineData("--limits 1,2", "--limits goes with --price")]
    [InlineData("--instance 1,2,0", "--instance needs a whole number of machines")]
    [InlineData("--instance 1,2,1.5", "--instance needs a whole number of machines")]
    [InlineData("--price 1,2 --capacity rented=3", "--capacity is for candidates of the workspace")]
    [InlineData("priecd", "there is no candidate \"priecd\" (did you mean \"priced\"?)")]
    [InlineData("unknown", "unknown: no price that holds today")]
    public async Task Workload_Mistake_IsAClearLine(string more, string message)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync([.. Asked, .. more.Split(' ')])).ShouldBe(2);
        world.Error.Replace("\n", " ").ShouldContain(message);
    }

    [Fact]
    public async Task Workload_NothingSaidOfIt_NamesAllThatIsMissing()
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("cost", "workload", "--input", "10000000")).ShouldBe(2);
        foreach (var missing in (string[])["--sessions is missing", "--requests-per-hour is missing", "--output is missing", "--input is at most 1,000,000"])
        {
            world.Error.ShouldContain(missing);
        }
    }

    [Fact]
    public async Task BreakEven_StepsOfTheOracle_HaveFiveCrossings()
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("cost", "break-even", "--hosted", "2.5", "--per-month", "1800", "--capacity", "900", "--marginal", "0.05", "--json")).ShouldBe(0, world.Error);
        SchemaFiles.Validate("cost-break-even", world.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(world.Out)!;
        document["ranges"]!.AsArray().Select(r => Read(r!, "machines", "fromMTok", "toMTok")).ShouldBe(
        [
            ["1", "734.693877551", "900"], ["2", "1469.387755102", "1800"], ["3", "2204.0816326531", "2700"], ["4", "2938.7755102041", "3600"], ["5", "3673.4693877551", "null"],
        ]);
        Read(document, "everPays", "oneMachineMTok", "alwaysFromMTok").ShouldBe(["true", "734.693877551", "3673.4693877551"]);

        // Half as busy, a full machine costs 4.05 and never pays.
        document["lessBusy"]!.AsArray().Select(l => Read(l!, "share", "everPays")).ShouldBe([["0.75", "false"], ["0.5", "false"], ["0.25", "false"], ["0.1", "false"]]);
        var shown = new TestWorld(_folder.Root);
        await shown.RunAsync("cost", "break-even", "--hosted", "2.5", "--per-month", "1800", "--capacity", "900", "--marginal", "0.05");
        shown.Out.ShouldContain("from 734.7 to 900 million tokens a month, with 1 machine\n");
        shown.Out.ShouldContain("from 3,673.5 million tokens a month on, with 5 machines and more");
    }

    [Fact]
    public async Task BreakEven_FullMachineDearerThanHosted_NeverPays()
    {
        var world = new TestWorld(_folder.Root) { Width = 160 };
        (await world.RunAsync("cost", "break-even", "--hosted", "1.5", "--per-month", "1800", "--capacity", "900", "--marginal", "0.05")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("A machine that is always full costs $2.05 for a million tokens.");
        world.Out.ShouldContain("Own machines never pay, however much is asked: one would at 1,241.4 million tokens a month, 1.38 times what it serves.");
        var dear = new TestWorld(_folder.Root) { Width = 160 };
        await dear.RunAsync("cost", "break-even", "--hosted", "1.5", "--per-month", "1", "--capacity", "900", "--marginal", "2");
        dear.Out.ShouldContain("never pay, however much is asked: a million tokens costs more on them than hosted");
    }

    [Fact]
    public async Task BreakEven_ByTheHourAndSpeed_IsTheSameAsByTheMonth()
    {
        // 700 tokens a second for two fifths of 730 hours are 735.84 million; $2.50 an hour is $1,825 a month.
        var (one, other) = (new TestWorld(_folder.Root), new TestWorld(_folder.Root));
        (await one.RunAsync("cost", "break-even", "--hosted", "3", "--per-hour", "2.50", "--speed", "700", "--busy", "0.4", "--json")).ShouldBe(0, one.Error);
        (await other.RunAsync("cost", "break-even", "--hosted", "3", "--per-month", "1825", "--capacity", "735.84", "--json")).ShouldBe(0, other.Error);
        one.Out.ShouldBe(other.Out);
    }

    [Fact]
    public async Task BreakEven_Candidate_IsPricedByItsTurns()
    {
        // 100 and 100 tokens at $11.02 and $32.68 are $21.85 for a million of the mix.
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("cost", "break-even", "priced", "--input", "100", "--output", "100", "--per-month", "1", "--capacity", "1", "--json")).ShouldBe(0, world.Error);
        Read(JsonNode.Parse(world.Out)!, "hostedPerMTokUsd").ShouldBe(["21.85"]);
    }

    [Theory]
    [InlineData("--per-month 1 --capacity 1", "there is no hosted model to compare with")]
    [InlineData("priced --hosted 1 --per-month 1 --capacity 1", "a candidate and --hosted are two prices")]
    [InlineData("priced --per-month 1 --capacity 1", "the price of a candidate depends on the mix of tokens")]
    [InlineData("rented --input 1 --output 1 --per-month 1 --capacity 1", "\"rented\" has no price for tokens that holds today")]
    [InlineData("prcied --input 1 --output 1 --per-month 1 --capacity 1", "there is no candidate \"prcied\" (did you mean \"priced\"?)")]
    [InlineData("--hosted 1 --capacity 1", "what one machine costs is missing")]
    [InlineData("--hosted 1 --per-month 1 --per-hour 1 --capacity 1", "--per-month and --per-hour both say what one machine costs")]
    [InlineData("--hosted 1 --per-month 1", "what one machine serves is missing")]
    [InlineData("--hosted 1 --per-month 1 --capacity 0", "a machine that serves nothing never pays")]
    [InlineData("--hosted 1 --per-month 1 --capacity 1 --busy 0.5", "--busy goes with --speed")]
    [InlineData("--hosted 1 --per-month 1 --speed 1 --busy 1.5", "--busy is above 0 and at most 1")]
    [InlineData("--hosted 1 --input 3 --per-month 1 --capacity 1", "--input and --output are for the price of a candidate")]
    [InlineData("--hosted 1 --per-month 99999999999 --capacity 1", "--per-month is at most 1,000,000,000")]
    [InlineData("--hosted 1 --per-month 1 --capacity many", "--capacity needs a number of 0 or more, not \"many\"")]
    public async Task BreakEven_Mistake_IsAClearLine(string arguments, string message)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["cost", "break-even", .. arguments.Split(' ')])).ShouldBe(2);
        world.Error.Replace("\n", " ").ShouldContain(message);
    }

    [Theory]
    [InlineData("0.000001", "1000000000", "0.000001")]
    [InlineData("1000000000", "0", "1000000000")]
    [InlineData("1000000000", "1000000000", "0.000001")]
    public async Task BreakEven_ExtremeNumbers_StayNumbers(string hosted, string month, string capacity)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("cost", "break-even", "--hosted", hosted, "--per-month", month, "--capacity", capacity, "--overhead", "1000000000")).ShouldBe(0, world.Error);
    }

    [Fact]
    public async Task Audit_PublishedFigures_AreShownBesideWhatIsRight()
    {
        var world = new TestWorld(_folder.Root) { Width = 160 };
        (await world.RunAsync("cost", "audit")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("printed $0.272, right $0.000244: 1,115 times too much");
        world.Out.ShouldContain("printed $4,088.88, right $4,316.42: 5.3 % too little");
        world.Out.ShouldContain("(book, line 1564)");
        world.Out.ShouldNotContain("holds");
        var (all, wrong) = (new TestWorld(_folder.Root), new TestWorld(_folder.Root));
        (await all.RunAsync("cost", "audit", "--all", "--json")).ShouldBe(0);
        (await wrong.RunAsync("cost", "audit", "--json")).ShouldBe(0);
        SchemaFiles.Validate("cost-audit", all.Out).ShouldBeEmpty();
        var (more, less) = (JsonNode.Parse(all.Out)!, JsonNode.Parse(wrong.Out)!);
        more["figures"]!.AsArray().Count.ShouldBe(more["checked"]!.GetValue<int>());
        less["figures"]!.AsArray().Count.ShouldBe(less["wrong"]!.GetValue<int>());
        less["figures"]!.AsArray().ShouldAllBe(f => f!["slip"] != null);
    }

    private static string[] Read(JsonNode node, params string[] names) => [.. names.Select(n => node[n] switch
    {
        null => "null",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var value => value.ToJsonString(),
    })];
}
