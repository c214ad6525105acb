using System.Xml.Linq;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Cli.Tests.EndToEnd;
using Eval.FakeEndpoint;

namespace Eval.Cli.Tests.Commands;

public class RunOutputTests
{
    [Fact]
    public async Task Run_Output_WritesReportsOfWhatItStored()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions());
        using var workspace = new HostedWorkspace(endpoint, samples: 12);
        var world = new TestWorld(workspace.Root);
        (await world.RunAsync("run", "-o", "out/r.html", "-o", "out/r.xml", "-o", "out/r.json.gz")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("out/r.html (html, ");
        File.ReadAllText(Path.Combine(workspace.Root, "out/r.html")).ShouldContain("12 of 12: 12 completed");
        XDocument.Load(Path.Combine(workspace.Root, "out/r.xml")).Root!.Attribute("tests")!.Value.ShouldBe("12");
        await using var json = new System.IO.Compression.GZipStream(File.OpenRead(Path.Combine(workspace.Root, "out/r.json.gz")), System.IO.Compression.CompressionMode.Decompress);
        SchemaFiles.Validate("run-report", await new StreamReader(json).ReadToEndAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("the name tells no format", "-o", "report.txt")]
    [InlineData("cannot be written", "-o", "eval.yaml/report.html")]
    [InlineData("would be overwritten", "--format", "html", "-o", "eval.yaml")]
    [InlineData("no file is named", "--format", "html")]
    [InlineData("no results that -o could write", "--dry-run", "-o", "r.html")]
    public async Task Run_OutputThatCannotBe_AsksNothing(string message, params string[] options)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions());
        using var workspace = new HostedWorkspace(endpoint, samples: 2);
        var world = new TestWorld(workspace.Root);
        (await world.RunAsync(["run", .. options])).ShouldBe(2);
        world.Error.ShouldContain(message);
        endpoint.Ledger.Entries.ShouldBeEmpty();
        File.Exists(Path.Combine(workspace.Root, "results/eval.db")).ShouldBeFalse();
    }
}
