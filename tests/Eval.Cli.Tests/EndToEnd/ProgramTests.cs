using System.Text.Json.Nodes;
using Eval.Cli.Tests.Documents;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>The program as users start it: a process, real models, a real database.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Check_BrokenWorkspace_NamesEveryMistakeWithItsPlaceAndExits2()
    {
        using var workspace = new TinyWorkspace();
        workspace.Write("eval.yaml", "candidates:\n  - id: a\n    locl: { file: x.gguf }\nsuites: [ \"*/suite.yaml\" ]\nseeds: 4\n");
        using var check = await ProgramRun.ToEndAsync(workspace.Root, "validate");
        check.ExitCode.ShouldBe(2);
        check.Out.ShouldBeEmpty();
        check.Error.ShouldContain("eval.yaml:3:5: unknown key \"locl\"");
        check.Error.ShouldContain("did you mean \"local\"?");
        check.Error.ShouldContain("eval.yaml:5:1: unknown key \"seeds\"");
    }

    [Fact]
    public async Task Doctor_Json_FitsItsSchemaAndFindsTheEngine()
    {
        using var workspace = new TinyWorkspace();
        using var doctor = await ProgramRun.ToEndAsync(workspace.Root, "doctor", "--json");
        doctor.ExitCode.ShouldBe(0, doctor.Out + doctor.Error);
        SchemaFiles.Validate("doctor", doctor.Out).ShouldBeEmpty();
        string[] topics = ["program", ".NET", "system", "processor", "memory", "local models", "workspace", "data sets", "database"];
        topics.ShouldBeSubsetOf(JsonNode.Parse(doctor.Out)!["findings"]!.AsArray().Select(f => f!["topic"]!.GetValue<string>()));
    }
}
