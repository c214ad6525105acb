using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class RateTests : IDisposable
{
    private static readonly string Battles = Path.Combine(SharedFolder.RepositoryRoot, "tests", "Eval.Cli.Tests", "Battles", "battles.csv");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact]
    public async Task Rate_OracleFile_ReproducesTheExpectedFigures()
    {
        var expected = JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "arena", "battles_4x200.expected.json")))!;
        var rated = await JsonAsync(SharedFolder.PathOf("oracles", "arena", "battles_4x200.csv"), "--against", "east", "--draws", "50000");
        foreach (var (model, rating) in expected["bt_exact"]!.AsObject())
        {
            var row = Row(rated, model);
            ((double)row["rating"]!).ShouldBe((double)rating!, 1e-6);
            ((double)row["standardError"]!).ShouldBe((double)expected["sandwich_exact_pinv"]!["se"]![model]!, 1e-6);
            ((double)row["low"]!).ShouldBe((double)expected["sandwich_exact_pinv"]!["lower95"]![model]!, 1e-6);
            ((double)row["high"]!).ShouldBe((double)expected["sandwich_exact_pinv"]!["upper95"]![model]!, 1e-6);
            ((int)row["rankLow"]!).ShouldBe((int)expected["rank_ub_from_sandwich"]![model]!);
            ((int)row["rankHigh"]!).ShouldBe((int)expected["rank_lb_from_sandwich"]![model]!);
            ((double)row["pBest"]!).ShouldBe((double)expected["rank_probabilities_normal_200k_draws"]![model]![0]!, 0.01);
            ((double)row["battles"]!).ShouldBe((double)expected["battles_per_model"]![model]!);
        }

        foreach (var contrast in rated["boards"]![0]!["contrasts"]!.AsArray())
        {
            var pair = expected["pairwise_difference_sandwich"]![$"east|{contrast!["model"]}"]!;
            ((double)contrast["difference"]!).ShouldBe(-(double)pair["diff"]!, 1e-6);
            ((double)contrast["standardError"]!).ShouldBe((double)pair["se"]!, 1e-6);
            ((double)contrast["pValue"]!).ShouldBe((double)pair["p_two_sided"]!, 1e-9);
            ((double)contrast["adjustedPValue"]!).ShouldBeGreaterThanOrEqualTo((double)contrast["pValue"]!);
        }

        rated["boards"]![0]!["contrasts"]!.AsArray().Count.ShouldBe(3);
    }

    [SharedTheory]
    [InlineData("davidson", "davidson", "nu")]
    [InlineData("rao-kupper", "rao_kupper", "eta_logit")]
    public async Task Rate_TieModels_ReproduceTheExpectedFigures(string method, string key, string term)
    {
        var expected = JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "arena", "battles_4x200.expected.json")))![key]!;
        var rated = await JsonAsync(SharedFolder.PathOf("oracles", "arena", "battles_4x200.csv"), "--method", method);
        foreach (var (model, rating) in expected["ratings"]!.AsObject())
        {
            ((double)Row(rated, model)["rating"]!).ShouldBe((double)rating!, 0.01);
        }

        ((double)rated["boards"]![0]!["terms"]![0]!["value"]!).ShouldBe((double)expected[term]!, 1e-3);
        ((double)rated["boards"]![0]!["logLikelihood"]!).ShouldBe((double)expected["loglik"]!, 1e-4);
    }

    [SharedFact]
    public async Task Rate_AnchorPositionAndElo_ReproduceTheExpectedFigures()
    {
        var expected = JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "arena", "battles_4x200.expected.json")))!;
        var file = SharedFolder.PathOf("oracles", "arena", "battles_4x200.csv");
        Check(await JsonAsync(file, "--anchor", "east=1114"), expected["bt_exact_anchored"]!["ratings"]!, 1e-6);
        Check(await JsonAsync(file, "--position"), expected["bt_with_first_position_intercept"]!["ratings"]!, 1e-3);
        var elo = await JsonAsync(file, "--method", "elo", "--k", "16");
        Check(elo, expected["online_elo_k16"]!, 1e-6);
        ((long)elo["boards"]![0]!["history"]!.AsArray()[^1]!["battle"]!).ShouldBe(200);
        elo["confidence"].ShouldBeNull();
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    [InlineData(40)]
    public async Task Rate_Terminal_FitsItsWidthAndSaysWhatIsTakenForGranted(int width)
    {
        var world = new TestWorld(_folder.Root) { Width = width };
        (await world.RunAsync("rate", Battles, "--against", "next", "--raters", "--position")).ShouldBe(0, world.Error);
        world.Out.Split('\n').ShouldAllBe(l => l.Length <= width);
        var flat = string.Join(' ', world.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        flat.ShouldContain("clustered by question_id: 40 groups of battles");
        flat.ShouldContain("Bradley–Terry, ties as half, mean 1000");
        flat.ShouldContain("Being shown first is worth");
        flat.ShouldContain("3 raters, 240 votes");
        flat.ShouldContain("Krippendorff's alpha (nominal)");
        if (width >= 80)
        {
            world.Out.ShouldContain("P(best)");
            world.Out.ShouldContain("W-L-T-bad");
            world.Out.ShouldContain("p, Holm");
        }
    }

    [Fact]
    public async Task Rate_Clusters_WidenOrNarrowIntervalsAndNeverMoveRatings()
    {
        var alone = await JsonAsync(Battles, "--cluster", "none");
        var byQuestion = await JsonAsync(Battles);
        var byJudge = await JsonAsync(Battles, "--cluster", "judge");
        var both = await JsonAsync(Battles, "--cluster", "judge,question_id");
        Strings(both["clusters"]).ShouldBe(["judge", "question_id"]);
        Strings(byQuestion["clusters"]).ShouldBe(["question_id"]);
        Strings(alone["clusters"]).ShouldBeEmpty();
        foreach (var model in (string[])["next", "tiny-large", "tiny-medium", "tiny-small"])
        {
            double Of(JsonNode rated, string key) => (double)Row(rated, model)[key]!;
            Of(alone, "rating").ShouldBe(Of(both, "rating"), 1e-9);

            // Each pair of judge and question agrees in both twice: V = V(judge) + V(question) − V(both).
            var joint = (Of(byJudge, "standardError") * Of(byJudge, "standardError")) + (Of(byQuestion, "standardError") * Of(byQuestion, "standardError"))
                - Math.Pow(Of(both, "standardError"), 2);
            joint.ShouldBeGreaterThan(0);
        }

        Row(both, "next")["pBest"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Rate_ByCategoryAndFilter_RatesEachApart()
    {
        var rated = await JsonAsync(Battles, "--by", "category", "--filter", "judge!=eve", "--against", "tiny-small");
        rated["boards"]!.AsArray().Select(b => (string)b!["category"]!).ShouldBe(["facts", "stories"]);
        rated["ratings"]!.AsArray().Count.ShouldBe(8);
        ((long)rated["battles"]!).ShouldBe(160);
        ((long)rated["leftOut"]!).ShouldBe(80);
        var p = rated["boards"]!.AsArray().SelectMany(b => b!["contrasts"]!.AsArray()).Select(c => ((double)c!["pValue"]!, (double)c["adjustedPValue"]!)).ToList();
        p.Count.ShouldBe(6);
        p.ShouldAllBe(x => x.Item2 >= x.Item1);
        p.Min().Item2.ShouldBe(Math.Min(1, 6 * p.Min().Item1), 1e-12);
    }

    [Theory]
    [InlineData("elo")]
    [InlineData("glicko2")]
    [InlineData("glicko2", "--period", "50")]
    [InlineData("glicko2", "--by", "category")]
    [InlineData("bt", "--both-bad", "leave", "--draws", "0")]
    [InlineData("rao-kupper", "--inverse-probability", "--weights", "p")]
    public async Task Rate_EveryMethod_FitsTheSchema(string method, params string[] more)
    {
        var path = _folder.Write("b.csv", string.Concat(File.ReadAllLines(Battles).Select((l, i) => $"{l},{(i == 0 ? "p" : i % 3 == 0 ? "0.5" : "1")}\n")));
        (await JsonAsync(path, ["--method", method, .. more]))["ratings"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(4);
    }

    [SharedFact]
    public async Task Rate_Bootstrap_AgreesWithTheSandwich()
    {
        var reference = JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "arena", "battles_4x200.expected.json")))!["bootstrap_bt_5000_exact_reference"]!["sd"]!;
        var rated = await JsonAsync(SharedFolder.PathOf("oracles", "arena", "battles_4x200.csv"), "--bootstrap", "1000");
        foreach (var (model, sd) in reference.AsObject())
        {
            ((double)Row(rated, model)["resampledStandardError"]!).ShouldBe((double)sd!, 2.5);
        }
    }

    [Fact]
    public async Task Rate_BootstrapOfFewBattles_SaysHowManyResamplesWereLeftOutInEveryForm()
    {
        // Either model is undefeated in a resample with a probability of 2/27 + 1/27 or so: some must be left out.
        _folder.Write("b.csv", "model_a,model_b,winner\na,b,model_a\na,b,model_a\na,b,model_b\n");
        var terminal = new TestWorld(_folder.Root) { Width = 400 };
        (await terminal.RunAsync("rate", "b.csv", "--bootstrap", "100")).ShouldBe(0, terminal.Error);
        var said = System.Text.RegularExpressions.Regex.Match(terminal.Out, "SE boot, 3 battles, 2 models: (\\d+) of 100 resamples gave ratings; (\\d+) left a model undefeated");
        said.Success.ShouldBeTrue(terminal.Out);
        (int.Parse(said.Groups[1].Value) + int.Parse(said.Groups[2].Value)).ShouldBe(100);
        int.Parse(said.Groups[2].Value).ShouldBeInRange(10, 60);

        foreach (var name in (string[])["o.md", "o.csv", "o.json"])
        {
            var world = new TestWorld(_folder.Root);
            (await world.RunAsync("rate", "b.csv", "--bootstrap", "100", "-o", name)).ShouldBe(0, world.Error);
        }

        var markdown = File.ReadAllText(_folder.PathOf("o.md"));
        markdown.ShouldContain(" | SE | SE boot | P(best)");
        markdown.ShouldContain($"{said.Groups[1].Value} of 100 resamples gave ratings");
        var lines = markdown.Split('\n').SkipWhile(l => !l.StartsWith("| rank", StringComparison.Ordinal)).TakeWhile(l => l.StartsWith('|')).ToList();
        lines.Count.ShouldBe(4);
        lines.ShouldAllBe(l => l.Count(c => c == '|') == 11);
        var csv = File.ReadAllText(_folder.PathOf("o.csv")).Split('\n');
        var column = Array.IndexOf(csv[0].Split(','), "resampledStandardError");
        var document = JsonNode.Parse(File.ReadAllText(_folder.PathOf("o.json")))!;
        csv[1].Split(',')[column].ShouldBe(document["ratings"]![0]!["resampledStandardError"]!.ToJsonString());
        document["notes"]!.AsArray().ShouldContain(n => ((string)n!).Contains($"{said.Groups[2].Value} left a model"));
    }

    [Fact]
    public async Task Rate_GroupsThatNeverMet_SaySoOnce()
    {
        _folder.Write("b.csv", "model_a,model_b,winner\na,b,model_a\nb,a,model_a\nc,d,tie\nc,d,model_a\nc,d,model_b\n");
        var world = new TestWorld(_folder.Root) { Width = 160 };
        (await world.RunAsync("rate", "b.csv")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("group 1: 2 battles, 2 models");
        world.Out.ShouldContain("group 2: 3 battles, 2 models");
        world.Out.Split("never met").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Rate_HostileNames_AreShownAndNeverInterpreted()
    {
        _folder.Write("b.csv", "model_a,model_b,winner\n=cmd()|<b>,\u202eevil,a\n=cmd()|<b>,\u202eevil,b\n=cmd()|<b>,::warning,a\n::warning,\u202eevil,a\n");
        var (terminal, markdown, csv) = (new TestWorld(_folder.Root), new TestWorld(_folder.Root), new TestWorld(_folder.Root));
        await terminal.RunAsync("rate", "b.csv");
        terminal.Out.ShouldNotContain("\u202e");
        terminal.Out.ShouldContain("\\u{202e}evil");
        await markdown.RunAsync("rate", "b.csv", "--markdown");
        markdown.Out.ShouldContain("\\|&lt;b&gt;");
        await csv.RunAsync("rate", "b.csv", "--format", "csv");
        csv.Out.ShouldContain("'=cmd()");
    }

    [Theory]
    [InlineData("model_a,model_b,winner\nx,y,a\ny,z,b\nz,z,a\nx,,b\n", 2, "b.csv:4:3: is a battle of \"z\" against itself", "b.csv:5:3: the name of a model is empty")]
    [InlineData("model_a,model_b,winner\n", 4, "there are no battles to rate")]
    [InlineData("model_a,model_b,winner\nx,y,tie\n", 4, "no battle tells any model's strength")]
    [InlineData("", 2, "b.csv: is empty")]
    public async Task Rate_FilesThatCannotBeRated_SayWhyAndWhere(string text, int exitCode, params string[] messages)
    {
        _folder.Write("b.csv", text);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("rate", "b.csv")).ShouldBe(exitCode, world.Error);
        messages.ShouldAllBe(m => world.Error.Contains(m), world.Error);
        if (exitCode == 2)
        {
            world.Out.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("there is no such file", "rate", "absent.csv")]
    [InlineData("not of the method bt", "rate", "b.csv", "--k", "16")]
    [InlineData("not of the method elo", "rate", "b.csv", "--method", "elo", "--anchor", "next")]
    [InlineData("not of the method elo", "rate", "b.csv", "--method", "elo", "--cluster", "judge")]
    [InlineData("did you mean \"glicko2\"?", "rate", "b.csv", "--method", "glicko")]
    [InlineData("did you mean \"judge\"?", "rate", "b.csv", "--cluster", "juge")]
    [InlineData("--cluster takes one field, or two", "rate", "b.csv", "--cluster", "judge,question_id,category")]
    [InlineData("the anchor \"nxt\" is not among the models (did you mean \"next\"?)", "rate", "b.csv", "--anchor", "nxt=1114")]
    [InlineData("no battle has the model \"nxt\" (did you mean \"next\"?)", "rate", "b.csv", "--against", "nxt")]
    [InlineData("--filter leaves none of 240 battles", "rate", "b.csv", "--filter", "judge=Ann")]
    [InlineData("--confidence needs a number between 0 and 1", "rate", "b.csv", "--confidence", "95")]
    [InlineData("choose one", "rate", "b.csv", "--json", "--markdown")]
    [InlineData("has no column for the pair's probability", "rate", "b.csv", "--inverse-probability")]
    public async Task Rate_WrongUse_Exits2AndSaysWhatToDo(string message, params string[] arguments)
    {
        File.Copy(Battles, _folder.PathOf("b.csv"));
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(arguments)).ShouldBe(2, world.Out);
        (world.Error + world.Out).ShouldContain(message);
    }

    private static IEnumerable<string> Strings(JsonNode? list) => list!.AsArray().Select(n => (string)n!);

    private static void Check(JsonNode rated, JsonNode expected, double tolerance)
    {
        foreach (var (model, rating) in expected.AsObject())
        {
            ((double)Row(rated, model)["rating"]!).ShouldBe((double)rating!, tolerance);
        }
    }

    private static JsonNode Row(JsonNode rated, string model) => rated["ratings"]!.AsArray().Single(r => (string)r!["model"]! == model)!;

    private async Task<JsonNode> JsonAsync(string file, params string[] more)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["rate", file, "--json", .. more])).ShouldBe(0, world.Error);
        SchemaFiles.Validate("rate", world.Out).ShouldBeEmpty();
        return JsonNode.Parse(world.Out)!;
    }
}
