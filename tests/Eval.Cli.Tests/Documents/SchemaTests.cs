using System.Text.Json;
using Eval.Cli.Documents;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Progress;
using Eval.Cli.Tests.Rendering;
using Eval.Core.Metrics;
using Eval.Core.Reports.Documents;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Cli.Tests.Documents;

public class SchemaTests
{
    public static TheoryData<string> Names => [.. SchemaFiles.Types.Keys];

    /// <summary>Scripts rely on these files: a change of a document must show in them. EVAL_WRITE_SCHEMAS=1 writes them anew.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Committed_Schema_IsThatOfTheDocument(string name)
    {
        if (Environment.GetEnvironmentVariable("EVAL_WRITE_SCHEMAS") == "1")
        {
            File.WriteAllText(SchemaFiles.PathOf(name), SchemaFiles.Export(name));
        }

        File.ReadAllText(SchemaFiles.PathOf(name)).ShouldBe(SchemaFiles.Export(name));
    }

    [Fact]
    public void Folder_HoldsNoSchemaWithoutADocument() =>
        Directory.GetFiles(SchemaFiles.Folder).Select(f => Path.GetFileName(f)).ShouldBe(
            SchemaFiles.Types.Keys.Select(k => $"{k}.schema.json"), ignoreOrder: true);

    [Fact]
    public void RunDocument_NumbersThatJsonCannotHold_BecomeNull()
    {
        var run = TestRuns.Of([TestRuns.Cell(
            "a", "s", 3, new Estimate { MetricId = "ppl", Value = double.PositiveInfinity, Low = double.NaN, N = 3, Planned = 3 })]);
        var json = Write(RunDocument.Of(run, "/db", 0, resumed: false), DocumentContext.Default.RunDocument);
        SchemaFiles.Validate("run", json).ShouldBeEmpty();
        using var document = JsonDocument.Parse(json);
        var estimate = document.RootElement.GetProperty("cells")[0].GetProperty("estimates")[0];
        estimate.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        document.RootElement.GetProperty("status").GetString().ShouldBe("finished");
        document.RootElement.GetProperty("cells")[0].GetProperty("outcomes").GetProperty("completed").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void PlanDocument_FitsItsSchema() =>
        SchemaFiles.Validate("plan", Write(PlanDocument.Of(TestPlans.ThreeByTwo()), DocumentContext.Default.PlanDocument)).ShouldBeEmpty();

    [Fact]
    public void SampleEntry_HostileText_FitsItsSchemaAndIsPlainAscii()
    {
        var sample = new SampleResult
        {
            Ordinal = 0,
            SampleId = "x\u0000\e[2J",
            Outcome = SampleOutcome.ProviderError,
            Answer = "\u202egnp\n",
            Measures = new Dictionary<string, double> { ["ll"] = double.NegativeInfinity },
            DetailJson = """{"choices":[1,2]}""",
        };
        var json = Write(SampleEntry.Of("c", "s", sample), SampleLineContext.Default.SampleEntry);
        SchemaFiles.Validate("sample-line", json).ShouldBeEmpty();
        json.TrimEnd().ShouldAllBe(c => c >= ' ' && c <= '~');
        json.ShouldContain("\"providerError\"");
    }

    [Fact]
    public void ErrorDocument_FitsItsSchema() => SchemaFiles.Validate(
        "error",
        Write(ErrorDocument.Of(2, [new ConfigProblem(new SourcePosition("a.yaml", 3, 0), "wrong", "do this"), new ConfigProblem(null, "also wrong")]), DocumentContext.Default.ErrorDocument))
        .ShouldBeEmpty();

    [Fact]
    public async Task Error_FromCommandLine_FitsItsSchema()
    {
        var world = new TestWorld();
        await world.RunAsync("run", "--bogus", "--json");
        SchemaFiles.Validate("error", world.Out).ShouldBeEmpty();
    }

    [Fact]
    public void Validate_DocumentOfAnotherShape_IsRejected() => SchemaFiles.Validate("run", """{"schema":1}""").ShouldNotBeEmpty();

    private static string Write<T>(T document, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var output = new StringWriter();
        JsonOutput.Write(output, document, type);
        return output.ToString();
    }
}
