using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class CheckRubricTests : IDisposable
{
    private const string Sound = "name: tone\nversion: 3\nscale: { labels: [cold, neutral, warm], passFrom: neutral }\nquestion: Is it warm?\nscores: { cold: no greeting, warm: a name }\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_Workspace_CountsItsRubricsAndTellsTheirMistakes()
    {
        await using var workspace = await EchoWorkspace.StartAsync();
        var rubrics = Directory.CreateDirectory(Path.Combine(workspace.Root, "rubrics")).FullName;
        await File.WriteAllTextAsync(Path.Combine(rubrics, "tone.yaml"), Sound);
        (await workspace.JsonAsync(0, "check"))["rubrics"]!.GetValue<int>().ShouldBe(1);
        var fine = workspace.World();
        (await fine.RunAsync("check")).ShouldBe(0, fine.Error);
        fine.Out.ShouldContain("1 candidates, 2 suites, 1 rubric, 18 samples");

        await File.WriteAllTextAsync(Path.Combine(rubrics, "length.yaml"), "name: length\nversion: 1\nscale: 1-5\nquestion: Is it short?\nscroes: {}\n");
        var broken = workspace.World();
        (await broken.RunAsync("check", "--json")).ShouldBe(2);
        broken.Error.ShouldContain("length.yaml:5:1: unknown key \"scroes\" in length.yaml (did you mean \"scores\"?)");
        broken.Error.ShouldContain("\"scores\" does not say what earns \"1\" and \"5\"");
        broken.Error.ShouldContain("2 problems");
        SchemaFiles.Validate("check", broken.Out).ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_RubricFile_IsCheckedWithoutAWorkspace()
    {
        _folder.Write("tone.yaml", Sound);
        var world = World();
        (await world.RunAsync("check", "tone.yaml")).ShouldBe(0, world.Error);
        world.Out.ShouldStartWith("tone.yaml: fine (version 3, 1 criterion, scale cold to warm, passes from neutral, hash ");

        var json = World();
        (await json.RunAsync("check", "tone.yaml", "--json")).ShouldBe(0, json.Error);
        SchemaFiles.Validate("check", json.Out).ShouldBeEmpty();
        JsonNode.Parse(json.Out)!["rubrics"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Check_BrokenRubricFile_TellsThePlaceAndExits2()
    {
        _folder.Write("tone.yaml", Sound.Replace("warm: a name", "wram: a name"));
        var world = World();
        (await world.RunAsync("check", "tone.yaml", "--json")).ShouldBe(2);
        world.Error.ShouldContain("1 problem");
        world.Error.ShouldContain("tone.yaml:5:36: \"wram\" is not on the scale (did you mean \"warm\"?)");
        SchemaFiles.Validate("check", world.Out).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("style", 0, "style (built in): fine (version 1, 2 criteria, scale 1 to 5, passes from 4, hash ")]
    [InlineData("styel", 2, "there is no rubric \"styel\" (did you mean \"style\"? looked for styel.yaml in ")]
    [InlineData("eval.yaml", 2, "eval.yaml:1:1: is a workspace, not a rubric (type: eval check -c eval.yaml)")]
    [InlineData("suite.yaml", 2, "suite.yaml:1:1: is a suite, not a rubric (suites are checked with their workspace: eval check)")]
    public async Task Check_NameOrOtherFile_IsAnsweredWithWhatToDo(string argument, int exitCode, string words)
    {
        _folder.Write("eval.yaml", "suites: []\n");
        _folder.Write("suite.yaml", "name: s\nkind: generation\n");
        var world = World();
        (await world.RunAsync("check", argument)).ShouldBe(exitCode, world.Error);
        (world.Out + world.Error).Replace("dotnet eval", "eval").ShouldContain(words);
    }

    private TestWorld World() => new(_folder.Root) { Width = 300 };
}
