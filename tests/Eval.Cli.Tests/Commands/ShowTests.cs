using System.Text.Json.Nodes;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Core.Running;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class ShowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Show_NewestRun_PrintsTheTableAtAnyWidth(int width)
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root) { Width = width };
        (await world.RunAsync("show", "--db", Database)).ShouldBe(0);
        world.Out.ShouldContain("alpha");
        world.Out.ShouldContain("beta");
        world.Out.ShouldContain("66.7 %");
        world.Out.ShouldContain("90.0 %");
        world.Out.Split('\n').ShouldAllBe(l => l.Length <= width);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("#1")]
    [InlineData("nightly")]
    [InlineData("latest")]
    public async Task Show_RunByNumberOrName_IsFound(string reference)
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("show", reference, "--db", Database)).ShouldBe(0);
        world.Out.ShouldContain("Run 1 \"nightly\"");
    }

    [Fact]
    public async Task Show_UnknownRun_Exits2AndNamesTheList()
    {
        await TestDatabase.WriteAsync(Database);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("show", "77", "--db", Database)).ShouldBe(2);
        world.Error.ShouldContain("there is no run \"77\"");
        world.Error.ShouldContain("dotnet eval show --list --db");
        world.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Show_NoDatabase_Exits2()
    {
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("show")).ShouldBe(2);
        world.Error.ShouldContain("there is no database");
        world.Error.ShouldContain("dotnet eval run");
        File.Exists(_folder.PathOf("results/eval.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Show_FileThatIsNoDatabase_Exits4WithOneLine()
    {
        _folder.Write("eval.db", new string('x', 5000));
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("show", "--db", Database)).ShouldBe(4);
        world.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, world.Error);
        world.Error.ShouldContain("eval.db");
    }

    [Fact]
    public async Task Show_Slices_AddsThemToTheTable()
    {
        await TestDatabase.WriteAsync(Database);
        var plain = new TestWorld(_folder.Root);
        await plain.RunAsync("show", "--db", Database);
        plain.Out.ShouldNotContain("topic=colours");
        var sliced = new TestWorld(_folder.Root);
        await sliced.RunAsync("show", "--slices", "--db", Database);
        sliced.Out.ShouldContain("topic=colours");
    }

    [Fact]
    public async Task Show_Json_IsOneDocumentThatFitsItsSchema()
    {
        await TestDatabase.WriteAsync(Database, RunStatus.Interrupted);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("show", "--json", "--db", Database)).ShouldBe(0);
        SchemaFiles.Validate("run", world.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(world.Out)!;
        document["status"]!.GetValue<string>().ShouldBe("interrupted");
        document["cells"]!.AsArray().Count.ShouldBe(2);
        document["cells"]![0]!["outcomes"]!["providerError"]!.GetValue<int>().ShouldBe(1);
        world.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Show_List_NewestFirstAndFitsItsSchema()
    {
        await TestDatabase.WriteAsync(Database);
        await TestDatabase.WriteAsync(Database, RunStatus.Interrupted);
        var people = new TestWorld(_folder.Root);
        (await people.RunAsync("show", "--list", "--db", Database)).ShouldBe(0);
        people.Out.IndexOf("interrupted").ShouldBeLessThan(people.Out.IndexOf("finished"));
        var program = new TestWorld(_folder.Root);
        (await program.RunAsync("show", "--list", "--json", "--db", Database)).ShouldBe(0);
        SchemaFiles.Validate("run-list", program.Out).ShouldBeEmpty();
        JsonNode.Parse(program.Out)!["runs"]!.AsArray().Select(r => r!["id"]!.GetValue<long>()).ShouldBe([2, 1]);
    }

    private string Database => _folder.PathOf("eval.db");
}
