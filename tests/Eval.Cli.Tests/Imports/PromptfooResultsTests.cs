using Eval.Cli.Tests.Documents;
using Eval.Core.Running;

namespace Eval.Cli.Tests.Imports;

/// <summary>
/// <c>files/promptfoo/results.json</c> was written by promptfoo 0.121.20: two made-up models, two prompts, six tests, each twice. One test fails to be
/// answered, one asserts nothing.
/// </summary>
public sealed class PromptfooResultsTests : IDisposable
{
    private readonly ImportWorld _world = new();

    private static string Results => ImportWorld.PathOf("promptfoo/results.json");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Import_Results_GivesARunWithACandidateForEachProviderAndPrompt()
    {
        (await _world.RunAsync("import", Results, "--json")).ShouldBe(0);
        SchemaFiles.Validate("import", _world.Out).ShouldBeEmpty();
        var run = await _world.ReadAsync();
        (run.Import!.Tool, run.Import.ToolVersion, run.Import.File).ShouldBe(("promptfoo", "0.121.20", "results.json"));
        run.Import.OriginalId.ShouldStartWith("eval-");
        run.CreatedAt.Year.ShouldBe(2026);
        (run.Status, run.Trigger).ShouldBe((RunStatus.Finished, "import"));
        run.Cells.Select(c => c.CandidateId).ShouldBe(["fake-a [prompt 1]", "fake-a [terse]", "fake-b [prompt 1]", "fake-b [terse]"]);
        run.Cells.ShouldAllBe(c => c.SuiteName == "Capitals and sums" && c.SuiteKind == "promptfoo" && c.Planned == 6 && c.Epochs == 2);
        run.Cells.Select(c => c.DataHash).Distinct().ShouldHaveSingleItem();
        run.Cells[0].CandidateIdentity.ShouldStartWith("imported|file://fake.js|promptfoo 0.121.20|");
    }

    [Fact]
    public async Task Import_Results_CountsErrorsAndUntestedAnswersAsMissing()
    {
        await _world.RunAsync("import", Results);
        var run = await _world.ReadAsync();

        // promptfoo: 6 of 12 passed, 4 failed, 2 errors; 2 of the 6 asserted nothing.
        var small = run.Cells[0];
        small.Outcomes.ShouldBe(
            new Dictionary<SampleOutcome, int> { [SampleOutcome.Completed] = 8, [SampleOutcome.ProviderError] = 2, [SampleOutcome.Skipped] = 2 }, ignoreOrder: true);
        var pass = small.Estimates.Single(e => e.MetricId == "promptfoo:pass" && e.Slice is null);
        (pass.Value, pass.N, pass.Planned).ShouldBe((0.5, 8, 12));
        pass.Note!.ShouldContain("promptfoo reported 0.5");
        pass.Clusters.ShouldBe(4);
        run.Cells[2].Estimates.Single(e => e.MetricId == "promptfoo:pass" && e.Slice is null).Value.ShouldBe(0.75);
        var knows = small.Estimates.Single(e => e.MetricId == "promptfoo:named/knows" && e.Slice is null);
        (knows.N, knows.Planned, knows.Coverage).ShouldBe((2, 2, 1));
        small.Estimates.Where(e => e.MetricId == "promptfoo:pass").Select(e => e.Slice).ShouldBe([null, "area=geography"]);
        small.CostMicroUsd.ShouldBe(120 * 10);
        small.InputTokens.ShouldBe(100);
        _world.Out.ShouldContain("8 answers without an assertion");
    }

    [Fact]
    public async Task Import_Results_KeepsPromptsAnswersAndWhatWasAsserted()
    {
        await _world.RunAsync("import", Results);
        var run = await _world.ReadAsync();
        var samples = await _world.SamplesAsync(run.Cells[1]);
        samples.Select(s => (s.Epoch, s.Ordinal)).ShouldBeUnique();
        var france = samples.First(s => s.SampleId == "France");
        france.Prompt.ShouldBe("Answer tersely: What is the capital of France?");
        france.Answer.ShouldBe("Paris");
        france.Target.ShouldBe("icontains Paris");
        france.DetailJson!.ShouldContain("\"pass\":true");
        var peru = samples.First(s => s.Answer == "Cusco");
        peru.SampleId.ShouldStartWith("test-");
        peru.Reason.ShouldBe("Expected output to not contain \"Cusco\"");
        peru.Measures["promptfoo:score"].ShouldBe(0);
        samples.Where(s => s.Outcome == SampleOutcome.ProviderError).ShouldAllBe(s => s.Reason == "HTTP 500 upstream");
        (await _world.RunAsync("samples", "1", "--wrong", "-m", "fake-a [terse]")).ShouldBe(0);
    }

    [Fact]
    public async Task Compare_ImportedCandidates_PairsTestsWhateverThePrompt()
    {
        await _world.RunAsync("import", Results, "--name", "theirs");
        (await _world.RunAsync("compare", "theirs/fake-a [prompt 1]", "1/fake-b [terse]", "--json")).ShouldBe(0);
        SchemaFiles.Validate("compare", _world.Out).ShouldBeEmpty();
        var compared = _world.Json["comparisons"]![0]!;
        compared["comparable"]!.GetValue<bool>().ShouldBeTrue();
        var pass = compared["metrics"]!.AsArray().Single(m => m!["metric"]!.GetValue<string>() == "promptfoo:pass")!;
        pass["n"]!.GetValue<int>().ShouldBe(4);
        var knows = compared["metrics"]!.AsArray().Single(m => m!["metric"]!.GetValue<string>() == "promptfoo:named/knows")!;
        knows["n"]!.GetValue<int>().ShouldBe(1);
        // The test that failed to be answered and the one without an assertion are not known to be others.
        knows["planned"]!.GetValue<int>().ShouldBe(3);
        (await _world.RunAsync("compare", "fake-a [terse]", "1/fake-b [terse]")).ShouldBe(2);
        _world.Error.ShouldContain("imported results only");
        _world.Error.ShouldContain("write 1/fake-a [terse]");
    }

    [Fact]
    public async Task Import_AfterExport_StaysTheToolsOwn()
    {
        await _world.RunAsync("import", Results);
        (await _world.RunAsync("export", "--run", "1", "-o", "there.jsonl.gz", "--no-texts")).ShouldBe(0);
        (await _world.RunAsync("import", "there.jsonl.gz")).ShouldBe(2);
        _world.Error.ShouldContain("were imported before: run 1");
        (await _world.RunAsync("import", "there.jsonl.gz", "--force")).ShouldBe(0);
        var back = await _world.ReadAsync(2);
        (back.Import!.Tool, back.Import.File, back.Import.OriginalId).ShouldBe(("promptfoo", "there.jsonl.gz", (await _world.ReadAsync()).Import!.OriginalId));
        (await _world.RunAsync("compare", "1/fake-a [terse]", "2/fake-b [terse]", "--json")).ShouldBe(0);
        _world.Json["comparisons"]![0]!["comparable"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Import_NamedScoreOfATestThatFailed_IsMissingAndNoOther()
    {
        const string Named = """[{"type":"equals","value":"a","metric":"knows"}]""";
        string Row(int test, string assert, string rest) =>
            $$"""{"promptIdx":0,"testIdx":{{test}},"provider":{"id":"m"},"prompt":{"raw":"p"},"testCase":{"vars":{"n":{{test}} },"assert":{{assert}} },{{rest}} }""";
        var rows = new[]
        {
            Row(0, Named, """ "success":true,"score":1,"namedScores":{"knows":1},"response":{"output":"a"},"gradingResult":{}"""),
            Row(1, Named, """ "success":false,"score":0,"namedScores":{},"failureReason":2,"error":"api_key=LEAK refused at https://u:LEAK@host" """),
            Row(2, """[{"type":"equals","value":"b"}]""", """ "success":true,"score":1,"namedScores":{},"response":{"output":"b"},"gradingResult":{}"""),
        };
        (await _world.RunAsync("import", _world.Write("r.json", $$"""{"evalId":"e","results":{"version":3,"results":[{{string.Join(',', rows)}}] } }"""))).ShouldBe(0, _world.Error);

        var cell = (await _world.ReadAsync()).Cells.Single();
        var knows = cell.Estimates.Single(e => e.MetricId == "promptfoo:named/knows");
        (knows.N, knows.Planned).ShouldBe((1, 2));
        var samples = await _world.SamplesAsync(cell);
        samples[1].Reason.ShouldBe("api_key=*** refused at https://host");
    }

    [Theory]
    [InlineData("""{"evalId":"x","results":{"version":2,"results":[]}}""", "format 2")]
    [InlineData("""{"evalId":"x","results":{"version":3,"results":[]}}""", "hold no answer")]
    [InlineData("""{"evalId":"x","results":{"version":3,"results":[{"a":1}]}}""", "result 1 is no row")]
    [InlineData("""{"evalId":"x","results":{"version":3,"results":[{"promptIdx":0,""", "is not valid JSON")]
    [InlineData("""{"gradingResult":null,"promptIdx":0,"testCase":{}}""", "export eval ID")]
    public async Task Import_DamagedResults_Exits2AndKeepsNothing(string json, string message)
    {
        (await _world.RunAsync("import", _world.Write("r.json", json))).ShouldBe(2);
        _world.Error.ShouldContain(message);
        File.Exists(_world.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task Import_HostileValues_AreKeptAsTextAndShownInert()
    {
        const string Row = """
            {"evalId":"e","results":{"version":3,"results":[{"promptIdx":0,"testIdx":0,"provider":{"id":"a/b:c"},"prompt":{"raw":"\u001b[2J<script>"},
            "testCase":{"description":"=cmd|' /C calc'!A0","vars":{"x":"\u0000"},"assert":[{"type":"equals","value":"y"}]},
            "response":{"output":"\u001b]0;owned\u0007"},"success":true,"score":1e308,"latencyMs":-1,"cost":1e300,"tokenUsage":{"prompt":-5,"completion":1e99},"failureReason":0}]}}
            """;
        (await _world.RunAsync("import", _world.Write("r.json", Row))).ShouldBe(0);
        (await _world.RunAsync("samples", "1", "--full")).ShouldBe(0);
        _world.Out.ShouldNotContain("\e");
        var cell = (await _world.ReadAsync()).Cells.ShouldHaveSingleItem();
        (cell.CandidateId, cell.InputTokens, cell.CostMicroUsd).ShouldBe(("a/b:c", 0L, null));
        (await _world.RunAsync("compare", "1/a/b:c", "1/a/b:c")).ShouldBe(0);
    }
}
