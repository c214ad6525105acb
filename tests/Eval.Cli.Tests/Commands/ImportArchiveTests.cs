using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary>Runs that <c>export</c> wrote, read back into another database.</summary>
public sealed class ImportArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string There => _folder.PathOf("there.db");

    private string Here => _folder.PathOf("here/eval.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("base.jsonl")]
    [InlineData("base.jsonl.gz", "--no-texts")]
    public async Task Import_Archive_GivesTheSameRun(string file, params string[] options)
    {
        await ExportAsync(file, options);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("import", file, "--db", Here, "--json")).ShouldBe(0);
        SchemaFiles.Validate("import", world.Out).ShouldBeEmpty();
        var run = JsonNode.Parse(world.Out)!["runs"]![0]!;
        run["origin"]!["tool"]!.GetValue<string>().ShouldBe("eval");
        run["samples"]!.GetValue<int>().ShouldBe(400);

        var (old, @new) = (await ReadAsync(There), await ReadAsync(Here));
        @new.Trigger.ShouldBe("import");
        @new.Cells.Count.ShouldBe(old.Cells.Count);
        foreach (var (a, b) in old.Cells.Zip(@new.Cells))
        {
            b.Estimates.ShouldBe(a.Estimates);
            (b.CandidateIdentity, b.DefinitionHash, b.DataHash, b.Planned, b.DefinitionText).ShouldBe((a.CandidateIdentity, a.DefinitionHash, a.DataHash, a.Planned, a.DefinitionText));
            b.Outcomes.ShouldBe(a.Outcomes);
        }
    }

    [Fact]
    public async Task Import_ArchiveWithoutTexts_StillComparesQuestions()
    {
        await ExportAsync("base.jsonl", "--no-texts");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("import", "base.jsonl", "--db", There, "--name", "back")).ShouldBe(0);
        world = new TestWorld(_folder.Root);
        (await world.RunAsync("compare", "1/alpha", "back/beta", "--suite", "facts", "--db", There, "--json")).ShouldBe(0);
        JsonNode.Parse(world.Out)!["comparisons"]![0]!["metrics"]![0]!["n"]!.GetValue<int>().ShouldBe(100);
        world = new TestWorld(_folder.Root);
        (await world.RunAsync("samples", "back", "-m", "beta", "--db", There)).ShouldBe(0);
        (await world.RunAsync("show", "back", "--db", There)).ShouldBe(0);
        world.Out.ShouldContain("base.jsonl");
        (await world.RunAsync("show", "--list", "--db", There)).ShouldBe(0);
        world.Out.ShouldContain("(eval)");
    }

    [Fact]
    public async Task Import_Twice_IsRefusedUnlessForced()
    {
        await ExportAsync("base.jsonl");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("import", "base.jsonl", "--db", Here)).ShouldBe(0);
        File.Move(_folder.PathOf("base.jsonl"), _folder.PathOf("other.jsonl"));
        (await world.RunAsync("import", "other.jsonl", "--db", Here)).ShouldBe(2);
        world.Error.ShouldContain("were imported before: run 1");
        (await world.RunAsync("import", "other.jsonl", "--db", Here, "--force")).ShouldBe(0);
        (await CountAsync(Here)).ShouldBe(2);
    }

    [Fact]
    public async Task Import_ArchiveOfAnImportedRun_IsTheSameRun()
    {
        await ExportAsync("base.jsonl");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("import", "base.jsonl", "--db", Here)).ShouldBe(0);
        (await world.RunAsync("export", "--run", "1", "-o", "again.jsonl", "--db", Here)).ShouldBe(0);
        (await world.RunAsync("export", "--run", "1", "-m", "alpha", "-o", "part.jsonl", "--no-texts", "--db", Here)).ShouldBe(0);
        foreach (var file in new[] { "again.jsonl", "part.jsonl" })
        {
            world = new TestWorld(_folder.Root);
            (await world.RunAsync("import", file, "--db", Here)).ShouldBe(2);
            world.Error.ShouldContain($"the results in {file} were imported before: run 1");
        }

        // A part does not stand for the whole.
        var other = _folder.PathOf("other/eval.db");
        (await world.RunAsync("import", "part.jsonl", "--db", other)).ShouldBe(0);
        (await world.RunAsync("import", "base.jsonl", "--db", other)).ShouldBe(0);
        (await world.RunAsync("import", "again.jsonl", "--db", other)).ShouldBe(2);
        (await CountAsync(other)).ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_AtATerminal_ShowsHowFarItIs(bool isTerminal)
    {
        await ExportAsync("base.jsonl");
        var world = new TestWorld(_folder.Root) { IsTerminal = isTerminal };
        (await world.RunAsync("import", "base.jsonl", "--db", Here)).ShouldBe(0);
        world.Error.Contains("\rbase.jsonl: 100 samples stored\e[K").ShouldBe(isTerminal);
        world.Error.Contains("samples stored").ShouldBe(isTerminal);
        world.Error.Contains("\r\e[K").ShouldBe(isTerminal);
    }

    [Theory]
    [InlineData("{\"cell\":0", "{\"cell\":1", "SHA-256")]
    [InlineData("\"acc\":1", "\"acc\":0", "SHA-256")]
    [InlineData("\"samples\":", "\"sampled\":", "cut off")]
    public async Task Import_ChangedArchive_IsRefusedAndNothingIsKept(string was, string becomes, string message)
    {
        await ExportAsync("base.jsonl");
        var lines = File.ReadAllLines(_folder.PathOf("base.jsonl"));
        var at = was == "\"samples\":" ? lines.Length - 1 : lines.Select((l, i) => (l, i)).Last(l => l.i > 0 && l.l.Contains(was)).i;
        lines[at] = lines[at].Replace(was, becomes);
        File.WriteAllLines(_folder.PathOf("base.jsonl"), lines);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("import", "base.jsonl", "--db", Here)).ShouldBe(2);
        world.Error.ShouldContain(message);
        File.Exists(Here).ShouldBeFalse();
    }

    [Theory]
    [InlineData("there is no file or folder", "nothing.json")]
    [InlineData("is nothing that can be taken in", "plain.txt")]
    [InlineData("there is no format \"promptfo\"", "plain.txt", "--from", "promptfo")]
    public async Task Import_Mistake_Exits2(string message, params string[] options)
    {
        File.WriteAllText(_folder.PathOf("plain.txt"), "hello");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["import", "--db", Here, .. options])).ShouldBe(2);
        world.Error.ShouldContain(message);
    }

    [Fact]
    public async Task Import_DryRun_TakesNothing()
    {
        await ExportAsync("base.jsonl");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("import", "base.jsonl", "--db", Here, "--dry-run")).ShouldBe(0);
        world.Out.ShouldContain("a run archive");
        world.Out.ShouldContain("alpha, beta on facts, words");
        File.Exists(Here).ShouldBeFalse();
    }

    private async Task ExportAsync(string file, params string[] options)
    {
        await CompareDatabase.WriteAsync(There);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["export", "--run", "1", "-o", file, "--db", There, .. options])).ShouldBe(0);
    }

    private static async Task<StoredRun> ReadAsync(string path)
    {
        await using var database = await EvalDatabase.OpenAsync(path, OpenMode.ReadOnly, CancellationToken.None);
        return (await database.RunQueries.GetAsync(1, CancellationToken.None))!;
    }

    private static async Task<int> CountAsync(string path)
    {
        await using var database = await EvalDatabase.OpenAsync(path, OpenMode.ReadOnly, CancellationToken.None);
        return await database.RunQueries.CountAsync(CancellationToken.None);
    }
}
