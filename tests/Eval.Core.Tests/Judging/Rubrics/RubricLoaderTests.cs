using Eval.Core.Judging.Rubrics;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Rubrics;

public sealed class RubricLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_Name_TakesTheNearestFolderFirst()
    {
        var suite = Folder("suites/mails");
        _folder.Write("eval.yaml", "{}");
        Find("helpfulness", suite).File.ShouldBeNull();

        var top = Write("rubrics/helpfulness.yaml");
        Find("helpfulness", suite).File.ShouldBe(top);
        var middle = Write("suites/rubrics/helpfulness.yaml");
        Find("helpfulness", suite).File.ShouldBe(middle);
        var own = Write("suites/mails/rubrics/helpfulness.yaml");
        Find("helpfulness", suite).File.ShouldBe(own);
        Find("helpfulness", Folder("suites")).File.ShouldBe(middle);
    }

    [Fact]
    public void Find_Name_LooksInTheWorkspacesFolderAndNotAboveIt()
    {
        _folder.Write("space/eval.yaml", "{}");
        var suite = Folder("space/suites/mails");
        Write("rubrics/tone.yaml");
        Should.Throw<EvalConfigurationException>(() => Find("tone", suite));

        var inside = Write("space/rubrics/tone.yaml");
        Find("tone", suite).File.ShouldBe(inside);
        // Without a workspace on the way, the search goes on to the root.
        Find("tone", Folder("elsewhere/a/b")).File.ShouldBe(_folder.PathOf("rubrics/tone.yaml"));
    }

    [Fact]
    public void Find_Path_IsRelativeToTheSuite()
    {
        var suite = Folder("suites/mails");
        var file = _folder.Write("suites/mine.yaml", Text("tone"));
        Find("../mine.yaml", suite).File.ShouldBe(file);
        Find("..\\mine.yaml", suite).File.ShouldBe(file);
        Find(file, suite).File.ShouldBe(file);
        var beside = _folder.Write("suites/mails/other.yml", Text("tone"));
        Find("other.yml", suite).File.ShouldBe(beside);
    }

    [Fact]
    public void Find_PathThatIsNotThere_IsToldAtItsPlaceInTheSuite() =>
        ConfigAssert.Problem(() => RubricLoader.Find("./helpfulness.yaml", Folder("suites"), new SourcePosition("suite.yaml", 4, 9)))
            .ShouldBe($"suite.yaml:4:9: there is no rubric file \"./helpfulness.yaml\" (looked for {_folder.PathOf("suites/helpfulness.yaml")})");

    [Fact]
    public void Find_UnknownName_IsToldWithTheNearestAndWhereWasLooked()
    {
        _folder.Write("eval.yaml", "{}");
        Write("rubrics/warmth.yaml");
        var suite = Folder("suites/mails");
        var at = new SourcePosition("suite.yaml", 4, 9);

        ConfigAssert.Problem(() => RubricLoader.Find("helpfullness", suite, at)).ShouldBe(
            $"suite.yaml:4:9: there is no rubric \"helpfullness\" (did you mean \"helpfulness\"? looked for helpfullness.yaml in "
            + $"{_folder.PathOf("suites/mails/rubrics")} and the folders above it up to {_folder.PathOf("rubrics")}, and among the built-in ones)");
        ConfigAssert.Problem(() => RubricLoader.Find("wamrth", suite, at)).ShouldContain("did you mean \"warmth\"?");
        ConfigAssert.Problem(() => RubricLoader.Find("nothing-like-it", suite, at)).ShouldContain("valid: code-review, factual-correctness, groundedness");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("helpfulness\0")]
    public void Find_NameThatIsNone_IsAMistake(string name) =>
        Should.Throw<EvalConfigurationException>(() => Find(name, Folder("suites"))).Problems.ShouldHaveSingleItem().Message.ShouldStartWith("there is no rubric");

    [Fact]
    public void Find_FileOfAnotherName_IsAMistake()
    {
        _folder.Write("rubrics/tone.yaml", Text("warmth"));
        ConfigAssert.Problem(() => Find("tone", _folder.Root)).ShouldBe(
            $"{_folder.PathOf("rubrics/tone.yaml")}:1:7: \"warmth\" is not the name of the file (write \"name: tone\", or rename the file to warmth.yaml)");
    }

    [Fact]
    public void FilesOf_Workspace_AreThoseThatItsSuitesCanName()
    {
        _folder.Write("space/eval.yaml", "{}");
        Write("rubrics/outside.yaml");
        Write("space/other/rubrics/unused.yaml");
        string[] files = [Write("space/rubrics/b.yaml"), Write("space/rubrics/a.yaml"), Write("space/suites/rubrics/c.yaml"), Write("space/suites/mails/rubrics/d.yaml")];
        _folder.Write("space/rubrics/notes.txt", "");
        _folder.Write("space/suites/mails/suite.yaml", "name: mails");
        var workspace = WorkspaceLoader.Load(_folder.Write("space/eval.yaml", "suites: [suites/*/suite.yaml]"));

        RubricLoader.FilesOf(workspace).ShouldBe([.. files.Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void LoadAll_SeveralBrokenFiles_TellsTheMistakesOfAll()
    {
        string[] files = [_folder.Write("a.yaml", "name: a\nversion: 1\nscale: 1-5\n"), _folder.Write("b.yaml", Text("b")), _folder.Write("c.yaml", "name: c\nversion: 1\nscale: 0-1\nquestion: q\nx: 1\n")];
        var problems = ConfigAssert.Problems(() => RubricLoader.LoadAll(files));
        problems.Count.ShouldBe(2);
        problems[0].ShouldStartWith(files[0] + ":1:1: \"criteria\" is missing");
        problems[1].ShouldStartWith(files[2] + ":5:1: unknown key \"x\"");
        RubricLoader.LoadAll(files[1..2]).ShouldHaveSingleItem().Name.ShouldBe("b");
    }

    private static Rubric Find(string name, string folder) => RubricLoader.Find(name, folder);

    private static string Text(string name) => $"name: {name}\nversion: 1\nscale: 0-1\nquestion: q\n";

    private string Write(string path) => _folder.Write(path, Text(Path.GetFileNameWithoutExtension(path)));

    private string Folder(string path) => Directory.CreateDirectory(_folder.PathOf(path)).FullName;
}
