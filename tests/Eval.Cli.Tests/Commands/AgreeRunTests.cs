using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class AgreeRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.PathOf("results/eval.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Agree_ExportBlind_HidesWhoAnsweredAndWhatTheJudgeSaid()
    {
        await JudgedDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("agree", "1", "--export-blind", "sheet.csv")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("24 answers in sheet.csv");
        world.Error.ShouldContain("dotnet eval agree 1 --labels sheet.csv");
        var text = File.ReadAllText(_folder.PathOf("sheet.csv"));
        foreach (var hidden in (string[])["alpha", "beta", "tiny-large", "secret praise", "letter-"])
        {
            text.ShouldNotContain(hidden);
        }

        // A cell that a spreadsheet would compute begins with a quote.
        text.ShouldContain("\"'=HYPERLINK(");
        var lines = text.TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("id,label,question,answer");
        lines.Length.ShouldBe(25);
        lines.Skip(1).Select(l => l.Split(',')[0]).Distinct().Count().ShouldBe(24);

        // Neither sorted by candidate nor by question, and never over a sheet that may hold labels.
        lines.Skip(1).Select(l => l.TrimEnd('"')[^1]).ToList().ShouldNotBe(Enumerable.Repeat('a', 12).Concat(Enumerable.Repeat('b', 12)));
        var again = new TestWorld(_folder.Root);
        (await again.RunAsync("agree", "1", "--export-blind", "sheet.csv")).ShouldBe(2);
        again.Error.ShouldContain("exists already");
        (await again.RunAsync("agree", "1", "--export-blind", "other.csv", "--json")).ShouldBe(0);
        SchemaFiles.Validate("blind-sheet", again.Out).ShouldBeEmpty();
        File.ReadAllText(_folder.PathOf("other.csv")).ShouldBe(text);
    }

    [Fact]
    public async Task Agree_LabelsBack_MakesTheCardOfTheRunsJudgeAndShowPrintsIt()
    {
        await JudgedDatabase.WriteAsync(Database);
        await Run(0, "agree", "1", "--export-blind", "sheet.csv");
        Words(await Run(0, "show", "1")).ShouldContain("no card: informs, cannot block a gate");

        // The person gives what the judge gave, but one point less to alpha's where there is one; question 3 of beta stays without a label.
        Label(row => row.EndsWith("words 3 by b", StringComparison.Ordinal) ? "" : $"{Given(row)}");
        var world = await Run(0, "agree", "1", "--labels", "sheet.csv", "--json");
        SchemaFiles.Validate("agree", world.Out).ShouldBeEmpty();
        var card = JsonNode.Parse(world.Out)!;
        ((string)card["judgeIdentity"]!, (string)card["method"]!, (string)card["rubricHash"]!, (string)card["form"]!).ShouldBe(("judge-identity", "score", "abc", "score"));

        // 23 of 24 labelled; the two that the judge refused have no verdict.
        ((int)card["items"]!, (int)card["judged"]!).ShouldBe((23, 21));
        Figure(card, "refused").ShouldBe(2 / 23.0, 1e-9);
        Figure(card, "mean_difference").ShouldBe(9 / 21.0, 1e-9);
        card["notes"]!.AsArray().Select(n => (string)n!).ShouldContain("1 rows without a label were passed over");

        var shown = await Run(0, "show", "1");
        Words(shown).ShouldContain("card 1 of ");
        Words(shown).ShouldContain("corrected judge_score_1_5: no number: people labelled answers of this very run");
        shown.Out.Split('\n').ShouldAllBe(l => l.Length <= 80);
    }

    [Fact]
    public async Task Agree_WrongSheets_Exit2()
    {
        await JudgedDatabase.WriteAsync(Database);
        _folder.Write("strange.csv", "id,label\nx,3\n");
        (await Run(2, "agree", "1", "--labels", "strange.csv")).Error.ShouldContain("no id of strange.csv is of an answer of run 1");
        _folder.Write("twice.csv", "id,label\nx,3\nx,4\n");
        (await Run(2, "agree", "1", "--labels", "twice.csv")).Error.ShouldContain("a second time");
        _folder.Write("words.csv", "id,label\nx,fine\n");
        (await Run(2, "agree", "1", "--labels", "words.csv")).Error.ShouldContain("no label of this kind (score)");
        _folder.Write("far.csv", "id,label\nx,6\n");
        (await Run(2, "agree", "1", "--labels", "far.csv")).Error.ShouldContain("6 lies outside the scale, 1 to 5");
        (await Run(2, "agree", "1", "--labels", "strange.csv", "--form", "pass-fail")).Error.ShouldContain("no mark from which an answer passes");
        (await Run(2, "agree", "1", "--labels", "strange.csv", "--suite", "leters")).Error.ShouldContain("did you mean \"letters\"?");
    }

    [Fact]
    public async Task Agree_CardOfAnotherRun_CorrectsTheScores()
    {
        await JudgedDatabase.WriteAsync(Database);
        await JudgedDatabase.WriteAsync(Database);
        await Run(0, "agree", "1", "--export-blind", "sheet.csv");
        Label(row => row.EndsWith("words 3 by b", StringComparison.Ordinal) ? "" : $"{Given(row)}");
        await Run(0, "agree", "1", "--labels", "sheet.csv");
        Words(await Run(0, "show", "2")).ShouldContain("corrected alpha judge_score_1_5: 2.571");
    }

    [Fact]
    public async Task Agree_PassFrom_IsTheRubricsMark()
    {
        await JudgedDatabase.WriteAsync(Database, definition: JudgedDatabase.Definition.Replace("\"rubricName\"", "\"passFrom\":4,\"rubricName\""));
        await Run(0, "agree", "1", "--export-blind", "sheet.csv");
        Label(row => $"{Given(row)}");
        (await Run(2, "agree", "1", "--labels", "sheet.csv", "--pass-from", "3")).Error.ShouldContain("--pass-from 3 is not what the rubric helpfulness passes from, which is 4");
        var card = JsonNode.Parse((await Run(0, "agree", "1", "--labels", "sheet.csv", "--json")).Out)!;
        card["classes"]!.AsArray().Select(c => (string)c!["label"]!).ShouldBe(["pass", "fail"]);
        Figure(card, "sensitivity").ShouldBe(1);
    }

    [Fact]
    public async Task Agree_ExportBlind_PrintsTheRubricThatTheJudgeHad()
    {
        var rubric = Eval.Core.Judging.Rubrics.RubricLoader.BuiltIn("helpfulness")!;
        await JudgedDatabase.WriteAsync(Database, definition: JudgedDatabase.Definition.Replace("\"abc\"", $"\"{rubric.Hash}\""));
        var words = Words(await Run(0, "agree", "1", "--export-blind", "sheet.csv"));
        words.ShouldContain("the rubric helpfulness: from 1 (worst) to 5 (best)");
        foreach (var descriptor in rubric.Criteria.SelectMany(c => c.Descriptors.Values))
        {
            words.ShouldContain(string.Join(' ', descriptor.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    [Fact]
    public async Task Agree_RunWithoutJudge_Exits2()
    {
        await TestDatabase.WriteAsync(Database);
        (await Run(2, "agree", "1", "--export-blind", "sheet.csv")).Error.ShouldContain("run 1 has no judged suite");
    }

    private static int Given(string row)
    {
        var words = row.Split(' ');
        var candidate = row.TrimEnd('"').EndsWith('a') ? "alpha" : "beta";
        var sample = row.Contains("HYPERLINK", StringComparison.Ordinal) ? 0 : int.Parse(words[^3]);
        return Math.Max(1, JudgedDatabase.ScoreOf(candidate, sample) - (candidate == "alpha" ? 1 : 0));
    }

    // A terminal breaks lines where it is full.
    private static string Words(TestWorld world) => string.Join(' ', world.Out.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static double Figure(JsonNode card, string id) => (double)card["figures"]!.AsArray().Single(f => (string)f!["id"]! == id)!["value"]!;

    private void Label(Func<string, string> label)
    {
        var path = _folder.PathOf("sheet.csv");
        File.WriteAllLines(path, File.ReadAllLines(path).Select((line, i) =>
        {
            var comma = line.IndexOf(',');
            return i == 0 ? line : line[..(comma + 1)] + label(line) + line[(comma + 1)..];
        }));
    }

    private async Task<TestWorld> Run(int exitCode, params string[] arguments)
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(arguments)).ShouldBe(exitCode, world.Error + world.Out);
        return world;
    }
}
