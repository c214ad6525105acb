using System.Text.Json.Nodes;
using System.Xml.Linq;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Archives;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

/// <summary><c>-o</c> and <c>--format</c> of <c>export</c>, <c>show</c> and <c>compare</c>.</summary>
public sealed class ReportFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.PathOf("eval.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("export")]
    [InlineData("show")]
    public async Task Output_Repeated_WritesEachFormatByItsEnding(string command)
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(
            command, "-o", "r.html", "-o", "r.md", "-o", "r.json", "-o", "r.csv", "-o", "r.xml", "-o", "r.ndjson", "-o", "r.jsonl.gz", "--db", Database)).ShouldBe(0);
        Text("r.html").ShouldStartWith("<!DOCTYPE html>");
        Text("r.md").ShouldStartWith("### Run 1 \"nightly\"");
        SchemaFiles.Validate("run-report", Text("r.json")).ShouldBeEmpty();
        JsonNode.Parse(Text("r.json"))!["samples"]!.AsArray().Count.ShouldBe(20);
        Text("r.csv").Split('\n')[0].ShouldStartWith("run,candidate,suite");
        XDocument.Parse(Text("r.xml")).Root!.Attribute("tests")!.Value.ShouldBe("20");
        var lines = Text("r.ndjson").TrimEnd().Split('\n');
        lines.Length.ShouldBe(20);
        lines.ShouldAllBe(l => !SchemaFiles.Validate("sample-line", l).Any());
        (await RunArchive.OpenAsync(_folder.PathOf("r.jsonl.gz"), CancellationToken.None)).Samples.ShouldBe(20);
        world.Out.ShouldContain("r.html (html, ");
    }

    [Theory]
    [InlineData("export", "csv", "run,candidate,suite")]
    [InlineData("export", "markdown", "### Run 1")]
    [InlineData("show", "md", "### Run 1")]
    [InlineData("show", "html", "<!DOCTYPE html>")]
    public async Task Format_Alone_WritesToStandardOutputAndNothingElseThere(string command, string format, string start)
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(command, "--format", format, "--db", Database)).ShouldBe(0);
        world.Out.ShouldStartWith(start);
        world.Out.ShouldNotContain("\e");
        Directory.GetFiles(_folder.Root, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task Format_WithAFile_DecidesWhateverItIsCalled()
    {
        await TestDatabase.WriteAsync(Database);
        (await new TestWorld(_folder.Root).RunAsync("export", "--format", "csv", "-o", "data.txt", "--db", Database)).ShouldBe(0);
        Text("data.txt").ShouldStartWith("run,candidate");
    }

    [Fact]
    public async Task Output_WithJson_WritesTheFileAndTheDocument()
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("show", "--json", "-o", "r.html", "--db", Database)).ShouldBe(0);
        SchemaFiles.Validate("run", world.Out).ShouldBeEmpty();
        File.Exists(_folder.PathOf("r.html")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("did you mean \".html\"", "export", "-o", "r.htlm")]
    [InlineData("the name tells no format", "export", "-o", "report")]
    [InlineData("there is no format \"pdf\"", "export", "-o", "r.pdf", "--format", "pdf")]
    [InlineData("did you mean \"markdown\"", "show", "--format", "markdwn")]
    [InlineData("add --format", "export", "-o", "-")]
    [InlineData("goes with one -o", "export", "-o", "a.html", "-o", "b.md", "--format", "csv")]
    [InlineData("named twice", "export", "-o", "a.html", "-o", "./a.html")]
    [InlineData("both want standard output", "show", "--format", "csv", "--json")]
    [InlineData("would be overwritten", "export", "--format", "csv", "-o", "eval.db")]
    [InlineData("cannot be written", "export", "-o", "eval.db/r.html")]
    [InlineData("writes no junit", "compare", "1/alpha", "1/beta", "-o", "r.xml")]
    [InlineData("gate --junit", "compare", "1/alpha", "1/beta", "--format", "junit")]
    [InlineData("one run", "show", "--list", "-o", "r.html")]
    [InlineData("choose one", "show", "--markdown", "--json")]
    public async Task Mistake_Exits2AndWritesNothing(string message, params string[] arguments)
    {
        await TestDatabase.WriteAsync(Database);
        var before = Directory.GetFiles(_folder.Root).Order().ToList();
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync([.. arguments, "--db", Database])).ShouldBe(2);
        world.Error.ShouldContain(message);
        Directory.GetFiles(_folder.Root).Order().ShouldBe(before);
    }

    [Fact]
    public async Task Output_LinkToTheDatabase_IsRefused()
    {
        await TestDatabase.WriteAsync(Database);
        var before = await File.ReadAllBytesAsync(Database);
        File.CreateSymbolicLink(_folder.PathOf("r.csv"), Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("export", "-o", "r.csv", "--db", Database)).ShouldBe(2);
        world.Error.ShouldContain("-o r.csv would be overwritten");
        (await File.ReadAllBytesAsync(Database)).ShouldBe(before);
    }

    [Fact]
    public async Task Output_DeviceOfStandardOutput_TakesThePlaceOfTheTable()
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("show", "--format", "csv", "-o", "/dev/stdout", "--db", Database)).ShouldBe(0);
        world.Out.ShouldStartWith("run,candidate,suite");
    }

    [Fact]
    public async Task Compare_Output_WritesEachFormat()
    {
        await CompareDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        var arguments = new[] { "compare", "1/alpha", "1/beta", "--items", "--db", Database };
        (await world.RunAsync([.. arguments, "-o", "c.html", "-o", "c.md", "-o", "c.json", "-o", "c.csv"])).ShouldBe(0);
        Text("c.html").ShouldContain("Difference in points");
        Text("c.html").ShouldNotContain("<img");
        Text("c.md").ShouldStartWith("### ");
        SchemaFiles.Validate("compare", Text("c.json")).ShouldBeEmpty();
        var rows = JsonNode.Parse(Text("c.json"))!["comparisons"]!.AsArray().Sum(c => c!["metrics"]!.AsArray().Count);
        Text("c.csv").TrimEnd().Split('\n').Length.ShouldBe(rows + 1);
        rows.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("--markdown")]
    [InlineData("--format=markdown")]
    public async Task Compare_Markdown_IsTheSameByEitherOption(string option)
    {
        await CompareDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("compare", "1/alpha", "1/beta", option, "--db", Database)).ShouldBe(0);
        world.Out.ShouldStartWith("### alpha → beta");
    }

    private string Text(string name) => File.ReadAllText(_folder.PathOf(name));
}
