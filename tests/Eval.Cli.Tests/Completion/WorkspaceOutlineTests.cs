using Eval.Cli.Completion;
using Eval.Cli.Tests.CommandLine;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Completion;

public class WorkspaceOutlineTests
{
    [Theory]
    [InlineData("eval.yaml")]
    [InlineData("suites/public.yaml")]
    [InlineData("suites/speed.yaml")]
    [InlineData("suites/judged.yaml")]
    public void Of_WorkspacesOfTheRepository_AreThoseOfTheLoader(string file) => Same(Path.Combine(SharedFolder.RepositoryRoot, file));

    [Theory]
    [InlineData("--demo")]
    [InlineData("--blank", "-m", "openai:gpt-4o", "--schedule")]
    public async Task Of_NewWorkspace_IsThatOfTheLoader(params string[] options)
    {
        using var folder = new TemporaryFolder();
        (await new TestWorld(folder.Root).RunAsync(["init", .. options])).ShouldBe(0);
        Same(folder.PathOf("eval.yaml"));
    }

    [Fact]
    public void Of_OtherLayouts_AreUnderstoodToo()
    {
        var outline = WorkspaceOutline.Of(
        [
            "# a comment", "candidates:", "- { id: \"a\", hosted: { provider: openai, model: m } }", "  # - id: no", "- hosted: { provider: openai, model: m }", "  id: b   # why",
            "gates:", "    one:", "        margin: { s: 0.1 }", "    \"two\": { margin: { s: 0.1 } }", "suites: [ 'x/*.yaml', y.yaml ]", "defaults: { seed: 3 }",
        ]);
        outline.Candidates.ShouldBe(["a", "b"]);
        outline.Gates.ShouldBe(["one", "two"]);
        outline.Suites.ShouldBe(["x/*.yaml", "y.yaml"]);
    }

    private static void Same(string file)
    {
        var (outline, workspace) = (WorkspaceOutline.Of(File.ReadLines(file)), WorkspaceLoader.Load(file));
        outline.Candidates.ShouldBe(workspace.Candidates.Select(c => c.Id));
        outline.Gates.ShouldBe(workspace.Gates.Keys);
        outline.Suites.SelectMany(p => PathGlob.Files(workspace.Directory, p)).Order(StringComparer.Ordinal).ShouldBe(workspace.SuiteFiles);
    }
}
