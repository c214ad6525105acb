using System.Text.Json.Nodes;
using Eval.Core.Judging;
using Eval.Core.Running;

namespace Eval.Cli.Tests.Imports;

/// <summary>Files in the forms that openai/evals documents: its recorder's log, its registry and its samples.</summary>
public sealed class OpenAiEvalsTests : IDisposable
{
    private readonly ImportWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Import_Log_GivesARunWithTheToolsMetricAndItsReport()
    {
        (await _world.RunAsync("import", ImportWorld.PathOf("openai-evals/260301100000ABCDEFGH.jsonl"))).ShouldBe(0);
        var run = await _world.ReadAsync();
        (run.Import!.Tool, run.Import.OriginalId, run.Seed, run.Status).ShouldBe(("openai-evals", "260301100000ABCDEFGH", 20220722, RunStatus.Finished));
        run.CreatedAt.ShouldBe(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_560));
        var cell = run.Cells.ShouldHaveSingleItem();
        (cell.CandidateId, cell.SuiteName, cell.Planned).ShouldBe(("small-model", "capitals.dev.v0", 6));
        var accuracy = cell.Estimates.ShouldHaveSingleItem();
        (accuracy.MetricId, accuracy.Value, accuracy.N, accuracy.Planned, accuracy.IntervalMethod).ShouldBe(("openai-evals:accuracy", 0.6, 5, 6, "wilson"));
        accuracy.Note!.ShouldBe("openai-evals reported 0.6, standard error 0.1871");
        var samples = await _world.SamplesAsync(cell);
        samples.Select(s => s.SampleId).ShouldBe(Enumerable.Range(0, 6).Select(i => $"capitals.dev.{i}"));
        (samples[1].Answer, samples[1].Target, samples[1].InputTokens).ShouldBe(("Cusco", "Lima", 20));
        (samples[5].Outcome, samples[5].Reason).ShouldBe((SampleOutcome.ProviderError, "Connection error."));
    }

    [Fact]
    public async Task Import_LogWithSecretsInItsSettings_KeepsNone()
    {
        const string Log = """
            {"spec": {"completion_fns": ["https://me:LEAK@host/m?api_key=LEAK"], "eval_name": "capitals.token=LEAK", "run_id": "r", "run_config": {"eval_spec": {"cls": "x:Match", "args": {"samples_jsonl": "a", "client": {"api_key": "LEAK", "max_tokens": 3}}}}}}
            {"run_id": "r", "event_id": 0, "sample_id": "c.0", "type": "match", "data": {"correct": true, "expected": "a", "sampled": "a"}}
            {"final_report": {"accuracy": 1.0}}
            """;
        (await _world.RunAsync("import", _world.Write("log.jsonl", Log))).ShouldBe(0, _world.Error);
        var cell = (await _world.ReadAsync()).Cells.ShouldHaveSingleItem();
        (cell.CandidateId, cell.SuiteName).ShouldBe(("https://host/m", "capitals.token=***"));
        File.ReadAllBytes(_world.Database).AsSpan().IndexOf("LEAK"u8).ShouldBe(-1);
        _world.Out.ShouldNotContain("LEAK");
    }

    [Theory]
    [InlineData("evals.elsuite.modelgraded.classify:ModelBasedClassify", true)]
    [InlineData("evals.elsuite.basic.match:Match", false)]
    public async Task Import_ClassThatAsksAModel_IsMarkedAsJudged(string type, bool isJudged)
    {
        var log = """{"spec": {"completion_fns": ["m"], "eval_name": "e", "run_id": "r", "run_config": {"eval_spec": {"cls": "TYPE", "args": {"a": 1}}}}}""".Replace("TYPE", type)
            + "\n" + """{"run_id": "r", "event_id": 0, "sample_id": "c.0", "type": "match", "data": {"correct": true, "expected": "a", "sampled": "a"}}"""
            + "\n" + """{"final_report": {"accuracy": 1.0}}""" + "\n";
        (await _world.RunAsync("import", _world.Write("log.jsonl", log))).ShouldBe(0, _world.Error);
        JudgedBy.IsOfAnotherTool((await _world.ReadAsync()).Cells.ShouldHaveSingleItem().DefinitionText).ShouldBe(isJudged);
    }

    [Fact]
    public async Task Compare_TwoLogs_PairsTheirSamples()
    {
        await _world.RunAsync("import", ImportWorld.PathOf("openai-evals/260301100000ABCDEFGH.jsonl"));
        await _world.RunAsync("import", ImportWorld.PathOf("openai-evals/260301110000ABCDEFGH.jsonl"));
        (await _world.RunAsync("compare", "1", "2/large-model", "--json")).ShouldBe(0);
        var metric = _world.Json["comparisons"]![0]!["metrics"]![0]!;
        (metric["metric"]!.ToString(), metric["n"]!.GetValue<int>()).ShouldBe(("openai-evals:accuracy", 5));
    }

    [Fact]
    public async Task Compare_AnotherTool_IsRefusedAndSaysWhy()
    {
        await _world.RunAsync("import", ImportWorld.PathOf("openai-evals/260301100000ABCDEFGH.jsonl"));
        var other = File.ReadAllText(ImportWorld.PathOf("promptfoo/results.json")).Replace("Capitals and sums", "capitals.dev.v0");
        await _world.RunAsync("import", _world.Write("pf.json", other));
        (await _world.RunAsync("compare", "1/small-model", "2/fake-a [terse]", "--json")).ShouldNotBe(0);
        var compared = _world.Json["comparisons"]![0]!;
        compared["comparable"]!.GetValue<bool>().ShouldBeFalse();
        compared["refusals"]!.ToJsonString().ShouldContain("promptfoo");
    }

    [Theory]
    [InlineData("{\"final_report\":{\"accuracy\":1}}\n", "no line has the run's")]
    [InlineData("{\"spec\":{\"eval_name\":\"x\"}}\n{\"run_id\":", ":2:")]
    public async Task Import_DamagedLog_Exits2(string log, string message)
    {
        (await _world.RunAsync("import", _world.Write("log.jsonl", log))).ShouldBe(2);
        _world.Error.ShouldContain(message);
    }

    [Fact]
    public async Task Import_LogWithoutReport_IsAnUnfinishedRunThatNobodyResumes()
    {
        var lines = File.ReadAllLines(ImportWorld.PathOf("openai-evals/260301100000ABCDEFGH.jsonl")).Where(l => !l.Contains("final_report"));
        await _world.RunAsync("import", _world.Write("log.jsonl", string.Join('\n', lines)));
        (await _world.ReadAsync()).Status.ShouldBe(RunStatus.Interrupted);
    }

    [Fact]
    public async Task Import_Registry_WritesSuitesForWhatIsScoredWithoutAModel()
    {
        (await _world.RunAsync("import", ImportWorld.PathOf("openai-evals/registry/evals/capitals.yaml"), "-o", "mine", "--json")).ShouldBe(0);
        var notTaken = _world.Json["notTaken"]!.ToJsonString();
        notTaken.ShouldContain("FuzzyMatch has no counterpart");
        notTaken.ShouldContain("judged by a model");
        notTaken.ShouldContain("num_few_shot");
        notTaken.ShouldContain("several turns");
        (await _world.CheckAsync("mine")).ShouldBe(0, _world.Error);
        Directory.GetDirectories(Path.Combine(_world.Root, "mine", "suites")).Select(d => Path.GetFileName(d)).ShouldBe(
            ["capitals-includes.dev.v0", "capitals.dev.v0"], ignoreOrder: true);
        var rows = File.ReadLines(Path.Combine(_world.Root, "mine", "suites", "capitals.dev.v0", "capitals.dev.v0.jsonl")).Select(l => JsonNode.Parse(l)!).ToList();
        rows.Count.ShouldBe(6);
        (rows[0]["system"]!.ToString(), rows[0]["input"]!.ToString()).ShouldBe(("Answer with one word.", "What is the capital of France?"));
        rows[0]["ideal"]!.AsArray().Count.ShouldBe(2);
        rows[4]["input"]!.ToString().ShouldBe("user: Italy?\nassistant: Rome\nuser: Japan?");
        rows[5]["system"]!.ToString().ShouldBe("");
        var yaml = File.ReadAllText(Path.Combine(_world.Root, "mine", "suites", "capitals.dev.v0", "suite.yaml"));
        yaml.ShouldContain("atStart: true");
        yaml.ShouldContain("Capitals of some countries.");
    }

    [Fact]
    public async Task Import_SamplesAlone_SaysHowTheyAreScored()
    {
        (await _world.RunAsync("import", ImportWorld.PathOf("openai-evals/registry/data/capitals/samples.jsonl"), "-o", "mine")).ShouldBe(0);
        _world.Out.ShouldContain("basic.match:Match is taken");
        (await _world.CheckAsync("mine")).ShouldBe(0, _world.Error);
        File.Exists(Path.Combine(_world.Root, "mine", "suites", "capitals", "suite.yaml")).ShouldBeTrue();
    }
}
