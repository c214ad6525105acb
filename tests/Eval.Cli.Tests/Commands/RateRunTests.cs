using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class RateRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.PathOf("results/eval.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bt", false)]
    [InlineData("davidson", false)]
    [InlineData("bt", true)]
    public async Task Rate_Run_HasTheRatingsOfTheTournamentsOwnTable(string method, bool position)
    {
        await ArenaDatabase.WriteAsync(Database, ArenaDatabase.Judged.Replace("\"slices\"", $"\"rating\":{{\"method\":\"{method}\",\"position\":{(position ? "true" : "false")}}},\"slices\""));
        StoredRun run;
        await using (var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadOnly, CancellationToken.None))
        {
            run = (await database.Runs.GetRunAsync(1, CancellationToken.None))!;
        }

        var rated = await JsonAsync("rate", "nightly");
        ((string)rated["method"]!).ShouldBe(method);
        ((string)rated["source"]!).ShouldBe("run 1 (nightly), letters, by its judges");
        foreach (var cell in run.Cells)
        {
            var stored = cell.Estimates.Single(e => e.MetricId == $"rating_{method}" && e.Slice is null);
            var row = Row(rated, cell.CandidateId);
            ((double)row["rating"]!).ShouldBe(stored.Value!.Value, 1e-9);
            ((double)row["low"]!).ShouldBe(stored.Low!.Value, 1e-9);
            ((double)row["high"]!).ShouldBe(stored.High!.Value, 1e-9);

            // Counted over draws, which fall otherwise where the models stand in another order.
            ((double)row["pBest"]!).ShouldBe(cell.Estimates.Single(e => e.MetricId == $"best_{method}" && e.Slice is null).Value!.Value, 0.02);
            var slice = cell.Estimates.Single(e => e.MetricId == $"rating_{method}" && e.Slice == "topic=thanks");
            ((double)Row(await JsonAsync("rate", "1", "--filter", "topic=thanks"), cell.CandidateId)["rating"]!).ShouldBe(slice.Value!.Value, 1e-9);
        }
    }

    [Theory]
    [InlineData("battles.csv")]
    [InlineData("battles.tsv", "--position")]
    [InlineData("battles.csv", "--method", "davidson", "--judge", "tiny-large")]
    [InlineData("battles.csv", "--method", "elo")]
    [InlineData("battles.jsonl")]
    [InlineData("battles.jsonl", "--position")]
    [InlineData("battles.jsonl", "--method", "davidson", "--judge", "tiny-large")]
    public async Task Rate_ExportedBattles_GiveTheSameRatings(string file, params string[] options)
    {
        await ArenaDatabase.WriteAsync(Database);
        var world = await Run(0, ["rate", "1", "--export-battles", file, "--json", .. options]);
        var hint = world.Error.Split('\n').Single(l => l.Contains(" are in battles.", StringComparison.Ordinal));
        string[] typed = [.. hint[(hint.IndexOf(" eval ", StringComparison.Ordinal) + 6)..].Trim().TrimEnd('"').Split(' ')];
        typed[..2].ShouldBe(["rate", file]);
        var (own, read) = (JsonNode.Parse(world.Out)!, await JsonAsync(typed));
        own["ratings"]!.AsArray().Count.ShouldBe(3);
        foreach (var row in own["ratings"]!.AsArray())
        {
            foreach (var key in (string[])["rating", "low", "high", "standardError", "pBest"])
            {
                if (row![key] is { } value)
                {
                    ((double)Row(read, (string)row["model"]!)[key]!).ShouldBe((double)value, 1e-9, $"{row["model"]} {key}");
                }
            }
        }

        (await Run(2, ["rate", "1", "--export-battles", file])).Error.ShouldContain("exists already");
    }

    [Fact]
    public async Task Rate_ExportedLines_HoldEverythingThatIsStored()
    {
        await ArenaDatabase.WriteAsync(Database);
        (await Run(0, "rate", "1", "--export-battles", "battles.jsonl")).Error.ShouldContain("82 verdicts and 1 undecided battle are in battles.jsonl");

        var text = File.ReadAllLines(_folder.PathOf("battles.jsonl"));
        text.ShouldAllBe(l => SchemaFiles.Validate("battle-line", l).Count == 0);
        var lines = text.Select(l => JsonNode.Parse(l)!).ToList();
        lines.Count.ShouldBe(83);
        var undecided = lines.Single(l => l["winner"] is null);
        ((int)undecided["battle"]!, (string)undecided["outcome"]!, (string)undecided["reason"]!).ShouldBe((7, "scorerError", "unparsed"));
        ((string)undecided["judges"]![0]!["replies"]![0]!["text"]!).ShouldBe("Hm. </script>");

        // Of battle 24 (gamma against alpha on letter 0) "strict" saw both orders, "tiny-large" each by itself.
        var battle = lines.Where(l => (int)l["battle"]! == 24).ToList();
        battle.Select(l => (string)l["judge"]!).ShouldBe(["tiny-large", "tiny-large", "strict"]);
        battle.Select(l => ((string)l["modelA"]!, (string?)l["shownFirst"])).ShouldBe([("gamma", "gamma"), ("alpha", "alpha"), ("gamma", null)]);
        battle.Select(l => (string)l["winner"]!).ShouldBe(["tie (bothbad)", "model_a", "model_a"]);
        battle.Sum(l => (double)l["weight"]!).ShouldBe(1, 1e-9);
        battle.ShouldAllBe(l => (string)l["sampleId"]! == "letter-0" && (int)l["epoch"]! == 0 && (long)l["battleCostMicroUsd"]! == 7 && (string)l["slices"]!["topic"]! == "thanks");
        battle.Select(l => l["judges"]!.AsArray().Single()!["replies"]!.AsArray().Select(r => (string)r!["text"]!).ToList()).ShouldBe([["both bad"], ["alpha is better"], ["gamma is better"]]);
        ((string)battle[1]["judges"]![0]!["replies"]![0]!["shownFirst"]!).ShouldBe("alpha");

        var (own, read) = (await JsonAsync("rate", "1", "--by", "topic"), await JsonAsync("rate", "battles.jsonl", "--weights", "weight", "--by", "slices.topic"));
        read["notes"]!.AsArray().Select(n => (string)n!).ShouldContain("1 row has no verdict (null) and says nothing.");
        Boards(read).ShouldBe(Boards(own));
    }

    private static IEnumerable<string> Boards(JsonNode rated) => rated["ratings"]!.AsArray().Select(r => $"{r!["category"]} {r["model"]} {(double)r["rating"]!:F6} {(double?)r["low"]:F6} {r["battles"]}").Order();

    [Fact]
    public async Task Rate_ByFieldAndJudges_TellsThemApart()
    {
        await ArenaDatabase.WriteAsync(Database);
        var rated = await JsonAsync("rate", "latest", "--by", "topic", "--raters", "--against", "gamma");
        rated["boards"]!.AsArray().Select(b => (string)b!["category"]!).ShouldBe(["thanks", "requests"], ignoreOrder: true);
        rated["raters"]!["raters"]!.AsArray().Select(r => (string)r!["rater"]!).ShouldBe(["tiny-large", "strict"]);
        var notes = string.Join(' ', (await JsonAsync("rate", "1"))["notes"]!.AsArray().Select(n => (string)n!));
        notes.ShouldContain("82 verdicts on 35 battles; those on one battle weigh as one together");
        notes.ShouldContain("1 of 36 battles has no verdict and says nothing: 1 × unparsed.");
        notes.ShouldContain("Look 2 at 100% of the battles");
    }

    [Theory]
    [InlineData("there is no file \"nightl\", and no run of this number or name", "rate", "nightl")]
    [InlineData("there is no such file", "rate", "nightly.csv")]
    [InlineData("has no arena \"leters\" (did you mean \"letters\"?)", "rate", "1", "--suite", "leters")]
    [InlineData("has a verdict of \"strikt\" (did you mean \"strict\"?)", "rate", "1", "--judge", "strikt")]
    [InlineData("exclude each other", "rate", "1", "--votes-only", "--with-votes")]
    [InlineData("no battle is decided yet", "rate", "1", "--votes-only")]
    [InlineData("--model-a: of a file", "rate", "1", "--model-a", "x")]
    [InlineData("--judge: of a stored run, and b.csv is a file", "rate", "b.csv", "--judge", "strict")]
    [InlineData("the battles' table has no column \"topc\" (did you mean \"topic\"?)", "rate", "1", "--by", "topc")]
    [InlineData("--filter leaves none", "rate", "1", "--filter", "topic=x")]
    [InlineData("run 2 has no arena", "rate", "2")]
    [InlineData("--rater: who filled a sheet, and none is read", "rate", "1", "--rater", "ann")]
    [InlineData("--rows: how many pairs a sheet has, and none is written", "rate", "1", "--rows", "3")]
    [InlineData("one writes a sheet, the other reads it back", "rate", "1", "--votes", "b.csv", "--export-blind", "c.csv")]
    [InlineData("sheets are written as .html, .csv or .tsv", "rate", "1", "--export-blind", "c.pdf")]
    [InlineData("is the page that people vote on", "rate", "1", "--votes", "c.html")]
    [InlineData("nowhere.csv (--votes reads a filled sheet", "rate", "1", "--votes", "nowhere.csv")]
    public async Task Rate_WrongUse_Exits2AndSaysWhatToDo(string message, params string[] arguments)
    {
        await ArenaDatabase.WriteAsync(Database);
        await TestDatabase.WriteAsync(Database);
        _folder.Write("b.csv", "model_a,model_b,winner\nx,y,x\ny,x,x\n");
        _folder.Write("c.html", "<p>a page</p>");
        (await Run(2, arguments)).Error.ShouldContain(message);
    }

    [Fact]
    public async Task Rate_FileNamedLikeARun_IsTheFileAndSaysSo()
    {
        await ArenaDatabase.WriteAsync(Database);
        _folder.Write("1", "model_a,model_b,winner\nx,y,model_a\ny,x,model_a\n");
        (await Run(0, "rate", "1")).Error.ShouldContain("rate '#1'");
        ((string)(await JsonAsync("rate", "#1"))["source"]!).ShouldStartWith("run 1");
    }

    [Theory]
    [InlineData(ArenaDatabase.Judged, 35)]
    [InlineData(ArenaDatabase.People, 24)]
    public async Task Rate_BlindSheet_GoesOutAndComesBack(string definition, int least)
    {
        await ArenaDatabase.WriteAsync(Database, definition);
        await Run(0, "rate", "1", "--export-blind", "sheet.csv");
        var lines = File.ReadAllLines(_folder.PathOf("sheet.csv"));
        lines[0].ShouldBe("id,verdict,question,answer_a,answer_b");
        (lines.Length - 1).ShouldBeInRange(least, 36);
        File.ReadAllText(_folder.PathOf("sheet.csv")).ShouldNotContain("alpha");
        (await Run(2, "rate", "1", "--export-blind", "sheet.csv")).Error.ShouldContain("exists already");
        (await Run(2, "rate", "1", "--votes", "sheet.csv")).Error.ShouldContain("no battle is decided yet");

        // The rater likes alpha best and gamma least, wherever they stand; on every fifth prompt the other way round.
        File.WriteAllLines(_folder.PathOf("sheet.csv"), lines.Select((line, i) => i == 0 ? line : Voted(line)));
        (await Run(2, "rate", "1", "--votes", "sheet.csv")).Error.ShouldContain("says not who voted");
        (await Run(2, "rate", "1", "--votes-only")).Error.ShouldContain("no battle is decided yet");
        var rated = await JsonAsync("rate", "1", "--votes", "sheet.csv", "--rater", "ann");
        ((double)Row(rated, "alpha")["rating"]!).ShouldBeGreaterThan((double)Row(rated, "beta")["rating"]!);
        ((double)Row(rated, "beta")["rating"]!).ShouldBeGreaterThan((double)Row(rated, "gamma")["rating"]!);
        rated["raters"]!["raters"]!.AsArray().Select(r => (string)r!["rater"]!).ShouldBe(["ann"]);
        (await Run(0, "rate", "1", "--votes", "sheet.csv", "--rater", "ann")).Error.ShouldContain($"{lines.Length - 1} of them in place of earlier ones");
        if (definition == ArenaDatabase.People)
        {
            await using var database = await EvalDatabase.OpenAsync(Database, OpenMode.ReadOnly, CancellationToken.None);
            var run = (await database.Runs.GetRunAsync(1, CancellationToken.None))!;
            run.Cells.Single(c => c.CandidateId == "alpha").Estimates.Single(e => e.MetricId == "rating_bt" && e.Slice is null).Value!.Value.ShouldBe((double)Row(rated, "alpha")["rating"]!, 1e-9);
            run.Cells.ShouldAllBe(c => c.Estimates.Any(e => e.MetricId == "acc"));
        }

        await ArenaDatabase.WriteAsync(Database, definition, name: "other");
        (await Run(2, "rate", "2", "--votes", "sheet.csv", "--rater", "ann")).Error.ShouldContain("is of a sheet of another run");
    }

    [Fact]
    public async Task Rate_BlindPage_GoesOutAndWhatItSavesComesBack()
    {
        await ArenaDatabase.WriteAsync(Database);
        await Run(0, "rate", "1", "--export-blind", "sheet.csv", "--rows", "12");
        var said = await Run(0, "rate", "1", "--export-blind", "votes.html", "--rows", "12");
        said.Out.ShouldContain("12 pairs in votes.html: open it in a browser");
        var (page, lines) = (File.ReadAllText(_folder.PathOf("votes.html")), File.ReadAllLines(_folder.PathOf("sheet.csv"))[1..]);
        page.ShouldNotContain("alpha");
        System.Text.RegularExpressions.Regex.Matches(page, "data-id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ShouldBe(lines.Select(l => l.Split(',')[0]));

        // Two people, each with the file that their page saved.
        foreach (var (rater, verdicts) in new[] { ("ann", (string[])["A", "B", "tie", "both bad"]), ("\"bo, jr\"", ["A", "B", "tie", "A"]) })
        {
            _folder.Write("saved.csv", "id,verdict,rater\n" + string.Concat(lines.Select((l, i) => $"{l.Split(',')[0]},{verdicts[i % 4]},{rater}\n")));
            (await Run(0, "rate", "1", "--votes", "saved.csv")).Error.ShouldContain("12 votes read, 0 of them in place of earlier ones");
        }

        var raters = (await JsonAsync("rate", "1", "--votes-only", "--raters"))["raters"]!;
        raters["raters"]!.AsArray().Select(r => (string)r!["rater"]!).Order().ShouldBe(["ann", "bo, jr"]);
        ((double)raters["agreement"]!).ShouldBe(0.75, 1e-12);
        var together = await JsonAsync("rate", "1", "--with-votes", "--raters");
        together["raters"]!["raters"]!.AsArray().Select(r => (string)r!["rater"]!).ShouldContain("strict");
        ((int)together["battles"]!).ShouldBe((int)(await JsonAsync("rate", "1"))["battles"]! + 24);
    }

    private static string Voted(string line)
    {
        var cells = line.Split(',');
        int Worth(string answer) => answer.Contains(" by a", StringComparison.Ordinal) || answer.Contains("//a.", StringComparison.Ordinal) ? 3 : answer.Contains(" by b", StringComparison.Ordinal) || answer.Contains("//b.", StringComparison.Ordinal) ? 2 : 1;
        var isTurned = cells[2].EndsWith('5') || cells[2].EndsWith('0');
        return string.Join(',', [cells[0], Worth(cells[3]) > Worth(cells[4]) != isTurned ? "A" : "B", .. cells[2..]]);
    }

    private static JsonNode Row(JsonNode rated, string model) => rated["ratings"]!.AsArray().Single(r => (string)r!["model"]! == model)!;

    private async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var world = await Run(0, [.. arguments, "--json"]);
        SchemaFiles.Validate("rate", world.Out).ShouldBeEmpty();
        return JsonNode.Parse(world.Out)!;
    }

    private async Task<TestWorld> Run(int exitCode, params string[] arguments)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(arguments)).ShouldBe(exitCode, world.Error + world.Out);
        return world;
    }
}
