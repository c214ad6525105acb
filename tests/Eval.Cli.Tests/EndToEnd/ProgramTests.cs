using System.IO.Compression;
using System.Text.Json.Nodes;
using Eval.Cli.Tests.Documents;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>The program as users start it: a process, real models, a real database.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Run_TinyWorkspace_StoresAndShowsEverySample()
    {
        using var workspace = new TinyWorkspace();
        using var run = await ProgramRun.ToEndAsync(workspace.Root, "run");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("small");
        run.Out.ShouldContain("medium");
        run.Out.ShouldContain("20 of 20");
        run.Out.ShouldContain("results/eval.db");
        run.Error.ShouldContain("small / sums: done, 10 of 10");
        run.Error.ShouldContain("next:");

        using var shown = await ProgramRun.ToEndAsync(workspace.Root, "show", "--json");
        SchemaFiles.Validate("run", shown.Out).ShouldBeEmpty();
        using var samples = await ProgramRun.ToEndAsync(workspace.Root, "samples", "--jsonl");
        samples.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(20);
    }

    [Fact]
    public async Task Run_Json_IsOneDocumentAndTheNumbersAreThoseOfShow()
    {
        using var workspace = new TinyWorkspace();
        using var run = await ProgramRun.ToEndAsync(workspace.Root, "run", "--json", "--quiet", "--name", "first", "-m", "small");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBeEmpty();
        SchemaFiles.Validate("run", run.Out).ShouldBeEmpty();
        var document = JsonNode.Parse(run.Out)!;
        document["exitCode"]!.GetValue<int>().ShouldBe(0);
        document["resumed"]!.GetValue<bool>().ShouldBeFalse();
        document["cells"]![0]!["estimates"]!.AsArray().ShouldContain(e => e!["n"]!.GetValue<int>() == 10);

        using var shown = await ProgramRun.ToEndAsync(workspace.Root, "show", "first", "--json");
        JsonNode.Parse(shown.Out)!["cells"]!.ToJsonString().ShouldBe(document["cells"]!.ToJsonString());
    }

    [Fact]
    public async Task Run_DryRun_ShowsThePlanAndStoresNothing()
    {
        using var workspace = new TinyWorkspace();
        using var plan = await ProgramRun.ToEndAsync(workspace.Root, "run", "--dry-run", "--json", "--limit", "4");
        plan.ExitCode.ShouldBe(0, plan.Error);
        SchemaFiles.Validate("plan", plan.Out).ShouldBeEmpty();
        JsonNode.Parse(plan.Out)!["cells"]!.AsArray().Select(c => c!["samples"]!.GetValue<int>()).ShouldBe([4, 4]);
        JsonNode.Parse(plan.Out)!["cells"]!.AsArray().ShouldAllBe(c => c!["estimatedSeconds"] == null, "nothing is known, and nothing is invented");
        File.Exists(Path.Combine(workspace.Root, "results", "eval.db")).ShouldBeFalse();
    }

    /// <summary>The runtime itself would take such a file for a whole one: a setting of the program, which nothing but the program can show.</summary>
    [Fact]
    public async Task Rate_GzipWithoutItsLastByte_IsRefused()
    {
        using var workspace = new TinyWorkspace();
        var path = Path.Combine(workspace.Root, "battles.csv.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("model_a,model_b,winner\na,b,a\na,b,b\nb,a,tie\n"u8);
        }

        using var whole = await ProgramRun.ToEndAsync(workspace.Root, "rate", "battles.csv.gz");
        whole.ExitCode.ShouldBe(0, whole.Error);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        using var cut = await ProgramRun.ToEndAsync(workspace.Root, "rate", "battles.csv.gz");
        cut.ExitCode.ShouldBe(2);
        cut.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldEndWith("battles.csv.gz: is no whole gzip file: it is cut off or damaged (fetch or copy it again)");
    }

    [Fact]
    public async Task Run_DryRunAfterARun_EstimatesTheTimeByItsSpeed()
    {
        using var workspace = new TinyWorkspace();
        using var run = await ProgramRun.ToEndAsync(workspace.Root, "run", "-m", "small", "--json");
        var took = JsonNode.Parse(run.Out)!["cells"]![0]!["durationMs"]!.GetValue<double>() / 1000;
        using var plan = await ProgramRun.ToEndAsync(workspace.Root, "run", "--dry-run", "--json");
        plan.ExitCode.ShouldBe(0, plan.Error);
        SchemaFiles.Validate("plan", plan.Out).ShouldBeEmpty();
        var cells = JsonNode.Parse(plan.Out)!["cells"]!.AsArray();
        cells[0]!["estimatedSeconds"]!.GetValue<double>().ShouldBe(took, took * 1e-6);
        cells[1]!["estimatedSeconds"].ShouldBeNull();

        using var half = await ProgramRun.ToEndAsync(workspace.Root, "run", "--dry-run", "--limit", "5");
        half.Out.ShouldContain("unknown");
        half.Out.ShouldContain("by the speed of earlier runs, and 1 of 2 cells whose speed is unknown");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Run_Interrupted_Exits130AndTheNamedCommandGoesOn(string signal)
    {
        using var workspace = new TinyWorkspace(samples: 20_000);
        using var run = await ProgramRun.UntilAsync(workspace.Root, "small / sums: running", "run", "-m", "small");
        await run.SignalAsync(signal);
        await run.EndAsync();
        run.ExitCode.ShouldBe(130, run.Error);
        run.Error.ShouldContain("run -m small");
        using var list = await ProgramRun.ToEndAsync(workspace.Root, "show", "--list", "--json");
        var stored = JsonNode.Parse(list.Out)!["runs"]![0]!;
        stored["status"]!.GetValue<string>().ShouldBe("interrupted");

        using var again = await ProgramRun.UntilAsync(workspace.Root, "small / sums: running", "run", "-m", "small");
        await again.SignalAsync(signal);
        await again.EndAsync();
        again.Out.ShouldContain($"Went on with run {stored["id"]!.GetValue<long>()}");
    }

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
    public async Task Check_BrokenData_NamesTheLineInBothForms()
    {
        using var workspace = new TinyWorkspace();
        workspace.Write("sums/sums.jsonl", "{\"id\": \"a\", \"question\": \"q\", \"choices\": [\"x\", \"y\"], \"answer\": 0, \"parity\": \"odd\"}\n{\"id\": \n");
        using var check = await ProgramRun.ToEndAsync(workspace.Root, "check", "--json");
        check.ExitCode.ShouldBe(2);
        check.Error.ShouldContain("sums.jsonl:2");
        SchemaFiles.Validate("check", check.Out).ShouldBeEmpty();
        var problem = JsonNode.Parse(check.Out)!["problems"]!.AsArray().ShouldHaveSingleItem()!;
        problem["file"]!.GetValue<string>().ShouldEndWith("sums.jsonl");
        problem["line"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Check_SeveralKindsOfMistakes_ReportsAllOfThem()
    {
        using var workspace = new TinyWorkspace();
        workspace.Write("sums/sums.jsonl", "not json\n");
        workspace.Write("other/suite.yaml", "name: other\nversion: 1\nkind: multiple-choise\n");
        workspace.Write("eval.yaml", "candidates:\n  - id: a\n    local: { file: nowhere.gguf }\nsuites: [ \"*/suite.yaml\" ]\n");
        using var check = await ProgramRun.ToEndAsync(workspace.Root, "check");
        check.ExitCode.ShouldBe(2);
        check.Error.ShouldContain("did you mean \"multiple-choice\"?");
        check.Error.ShouldContain("sums.jsonl:1");
        check.Error.ShouldContain("nowhere.gguf");
        check.Error.Split('\n').Count(l => l.Contains("nowhere.gguf")).ShouldBe(1);
    }

    [Fact]
    public async Task Check_SoundWorkspace_SaysSo()
    {
        using var workspace = new TinyWorkspace();
        using var check = await ProgramRun.ToEndAsync(workspace.Root, "check", "--json");
        check.ExitCode.ShouldBe(0, check.Error);
        SchemaFiles.Validate("check", check.Out).ShouldBeEmpty();
        JsonNode.Parse(check.Out)!["samples"]!.GetValue<int>().ShouldBe(10);
    }

    [Theory]
    [InlineData("no suite matches \"sumz\" (did you mean \"sums\"?)", "run", "sumz")]
    [InlineData("no candidate matches \"smal\" (did you mean \"small\"?)", "run", "-m", "smal")]
    [InlineData("unknown option \"--dryrun\" of \"run\" (did you mean \"--dry-run\"?)", "run", "--dryrun")]
    public async Task Run_UnknownName_Exits2WithTheNearest(string message, params string[] arguments)
    {
        using var workspace = new TinyWorkspace();
        using var run = await ProgramRun.ToEndAsync(workspace.Root, arguments);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(message);
        run.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_DatabaseThatCannotBeMade_ExitsWithOneLine()
    {
        using var workspace = new TinyWorkspace();
        // A folder that even root cannot write to.
        using var run = await ProgramRun.ToEndAsync(workspace.Root, "run", "--db", "/proc/eval/eval.db");
        run.ExitCode.ShouldBe(4, run.Error);
        run.Error.ShouldContain("/proc/eval");
        run.Error.ShouldNotContain("   at ");
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

    [Fact]
    public async Task Models_ListAndInspect_FitTheirSchemas()
    {
        using var workspace = new TinyWorkspace();
        using var list = await ProgramRun.ToEndAsync(workspace.Root, "models", "list", "--json");
        list.ExitCode.ShouldBe(0, list.Error);
        SchemaFiles.Validate("models", list.Out).ShouldBeEmpty();
        var models = JsonNode.Parse(list.Out)!["models"]!.AsArray();
        models.Select(m => m!["id"]!.GetValue<string>()).ShouldBe(["small", "medium"]);
        models.ShouldAllBe(m => m!["available"]!.GetValue<bool>());

        using var inspect = await ProgramRun.ToEndAsync(workspace.Root, "models", "inspect", models[0]!["source"]!.GetValue<string>(), "--json");
        inspect.ExitCode.ShouldBe(0, inspect.Error);
        SchemaFiles.Validate("model-file", inspect.Out).ShouldBeEmpty();
        JsonNode.Parse(inspect.Out)!["architecture"]!.GetValue<string>().ShouldBe("llama");

        workspace.Write("broken.gguf", "not a model");
        using var broken = await ProgramRun.ToEndAsync(workspace.Root, "models", "inspect", "broken.gguf");
        broken.ExitCode.ShouldBe(2);
        broken.Error.ShouldContain("not a GGUF file");
    }
}
