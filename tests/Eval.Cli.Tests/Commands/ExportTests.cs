using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Archives;
using Eval.Core.Running;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.PathOf("eval.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, 20)]
    [InlineData(1, 10, "-m", "beta")]
    [InlineData(2, 20, "--run", "nightly", "--no-texts")]
    public async Task Export_Run_WritesAnArchiveThatOpens(int cells, int samples, params string[] options)
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["export", "-o", "out/base.jsonl.gz", "--json", "--db", Database, .. options])).ShouldBe(0);
        SchemaFiles.Validate("export", world.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(world.Out)!;
        var archive = await RunArchive.OpenAsync(_folder.PathOf("out/base.jsonl.gz"), CancellationToken.None);
        archive.Run.Cells.Count.ShouldBe(cells);
        archive.Samples.ShouldBe(samples);
        archive.HasTexts.ShouldBe(!options.Contains("--no-texts"));
        document["files"]![0]!["sha256"]!.GetValue<string>().ShouldBe(archive.Sha256);
        document["samples"]!.GetValue<int>().ShouldBe(samples);
    }

    [Fact]
    public async Task Export_UnfinishedRun_IsWrittenAndSaysSo()
    {
        await TestDatabase.WriteAsync(Database, RunStatus.Interrupted);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("export", "-o", "base.jsonl", "--db", Database)).ShouldBe(0);
        world.Out.ShouldStartWith("run 1: 20 samples");
        world.Error.ShouldContain("not finished");
        world.Error.ShouldContain("dotnet eval compare base.jsonl");
    }

    [Theory]
    [InlineData("there is no run \"7\"", "--run", "7", "-o", "x.jsonl")]
    [InlineData("is a folder", "-o", ".")]
    [InlineData("no suite of this run matches \"fcats\"", "--suite", "fcats", "-o", "x.jsonl")]
    [InlineData("--output", "--run", "1")]
    public async Task Export_Mistake_Exits2(string message, params string[] options)
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["export", "--db", Database, .. options])).ShouldBe(2);
        world.Error.ShouldContain(message);
        Directory.GetFiles(_folder.Root, "x.jsonl*").ShouldBeEmpty();
    }
}
