using System.Text.Json.Nodes;
using Eval.Core.Imports;
using Eval.Core.Imports.LmEval;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Imports.LmEval;

public sealed class LmEvalFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_Results_GiveOneRunWithACellForEachTaskAndGroup()
    {
        var run = (await ReadAsync(LmEvalRuns.Write(_folder))).Runs.ShouldHaveSingleItem();

        run.Origin.ShouldSatisfyAllConditions(o => o.Tool.ShouldBe("lm-eval"), o => o.ToolVersion.ShouldBe("0.4.9"), o => o.File.ShouldStartWith("results_"));
        run.CreatedAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1795168800500));
        run.FinishedAt.ShouldBe(run.CreatedAt!.Value.AddSeconds(60.25));
        run.Seed.ShouldBe(5);
        run.Cells.Select(c => (c.Suite, c.SuiteVersion, c.Planned)).ShouldBe([("world", "0", null), ("capitals", "1.0", 3), ("rivers", "2.0", null), ("sums", "3.0", 2)]);
        run.Cells.ShouldAllBe(c => c.Candidate == "org/tiny" && c.Limit != null);
        run.Cells[1].Metrics.ShouldBe(["lm-eval:acc", "lm-eval:acc_norm"]);
        run.Cells[3].Metrics.ShouldBe(["lm-eval:exact_match,strict-match", "lm-eval:exact_match,flexible-extract"]);
    }

    [Fact]
    public async Task ReadAsync_ReportedNumbers_StandAsReportedWithTheirStandardErrors()
    {
        var cells = (await ReadAsync(LmEvalRuns.Write(_folder))).Runs[0].Cells;

        cells[0].Reported.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Value.ShouldBe(0.6), e => e.StandardError.ShouldBe(0.1), e => e.N.ShouldBe(10), e => e.IntervalMethod.ShouldBe("reported-stderr"));
        cells[2].Reported.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Value.ShouldBe(4 / 7.0), e => e.StandardError.ShouldBeNull(), e => e.N.ShouldBe(7), e => e.Note.ShouldNotBeNull());
        (await ListAsync(cells[0])).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadAsync_ChoiceSamples_ComeInTheDataSetsOrderWithScoresAndTexts()
    {
        var samples = await ListAsync((await ReadAsync(LmEvalRuns.Write(_folder))).Runs[0].Cells[1]);

        samples.Select(s => (s.Ordinal, s.SampleId, s.Measures["lm-eval:acc"], s.Measures["lm-eval:acc_norm"])).ShouldBe([(0, "0", 1, 0), (1, "1", 1, 1), (2, "2", 0, 0)]);
        samples[0].ShouldSatisfyAllConditions(s => s.Prompt.ShouldBe("Capital of c0?"), s => s.Answer.ShouldBe("Other"), s => s.Target.ShouldBe("Other"));
        JsonNode.Parse(samples[0].DetailJson!)!["choices"]![0]!["ll"]!.GetValue<double>().ShouldBe(-4);
        samples.Select(s => s.QuestionHash).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task ReadAsync_SamplesUnderSeveralFilters_AreOneSampleWithAScoreForEach()
    {
        var samples = await ListAsync((await ReadAsync(LmEvalRuns.Write(_folder))).Runs[0].Cells[3]);

        samples.Select(s => (s.SampleId, s.Measures["lm-eval:exact_match,strict-match"], s.Measures["lm-eval:exact_match,flexible-extract"])).ShouldBe([("0", 1, 1), ("1", 0, 1)]);
        samples[1].Answer.ShouldBe(" five");
    }

    [Fact]
    public async Task ReadAsync_TwoModels_DifferInIdentityAndNotInDefinitionOrQuestions()
    {
        var a = (await ReadAsync(LmEvalRuns.Write(_folder))).Runs[0].Cells[1];
        var b = (await ReadAsync(LmEvalRuns.Write(_folder, "org/big", "org__big"))).Runs[0].Cells[1];

        b.DefinitionText.ShouldBe(a.DefinitionText);
        a.DefinitionText!.ShouldNotContain("0x7f");
        b.Model.Canonical.ShouldNotBe(a.Model.Canonical);
        a.Model.Canonical.ShouldNotContain("sk-not-to-be-kept");
        a.Model.Settings.ShouldContain("args.dtype=float32");
        (await ListAsync(b)).Select(s => s.QuestionHash).ShouldBe((await ListAsync(a)).Select(s => s.QuestionHash));
    }

    [Fact]
    public async Task ReadAsync_SecretsAnywhereInTheSettings_AreNotKept()
    {
        var results = LmEvalRuns.Results("https://me:LEAK@host/model");
        results["config"]!["model_args"] = "base_url=https://host/v1?api_key=LEAK,tokenizer=org/t,add_bos_token=True,hf_token=LEAK,max_tokens=8";
        results["config"]!["gen_kwargs"] = JsonNode.Parse("""{"temperature": 0, "extra_body": {"api_key": "LEAK"}}""");
        results["configs"]!["capitals"]!["dataset_kwargs"] = JsonNode.Parse("""{"trust_remote_code": true, "token": "LEAK", "storage_options": {"key": "LEAK", "anon": false}}""");
        results["configs"]!["capitals"]!["generation_kwargs"] = JsonNode.Parse("""{"until": ["x"], "headers": {"Authorization": "Bearer LEAK-LEAK"}}""");

        var run = (await ReadAsync(_folder.Write("results_x.json", results.ToJsonString()))).Runs.ShouldHaveSingleItem();

        string.Join('\n', run.Cells.Select(c => $"{c.Candidate} {c.Suite} {c.DefinitionText} {c.Model.Canonical}")).ShouldNotContain("LEAK");
        var capitals = run.Cells.Single(c => c.Suite == "capitals");
        capitals.DefinitionText!.ShouldContain("""
            "dataset_kwargs":{"trust_remote_code":true,"storage_options":{"anon":false}}
            """);
        var settings = capitals.Model.Settings.Split(';');
        settings.ShouldContain("args.base_url=https://host/v1");
        settings.ShouldContain("args.tokenizer=org/t");
        settings.ShouldContain("args.add_bos_token=True");
        settings.ShouldContain("args.max_tokens=8");
        settings.ShouldContain("""gen_kwargs={"temperature":0,"extra_body":{}}""");
    }

    [Fact]
    public async Task ReadAsync_ShareThatGoesBeyondOne_IsANumberInResultsAndSamples()
    {
        var path = LmEvalRuns.Write(_folder);
        var results = LmEvalRuns.Results();
        results["results"]!["sums"]!["exact_match,strict-match"] = 50.0;
        File.WriteAllText(path, results.ToJsonString());
        var samples = _folder.PathOf($"org__tiny/samples_sums_{LmEvalRuns.Date}.jsonl");
        File.WriteAllText(samples, string.Join('\n', LmEvalRuns.Generation(0, "strict-match", "4", "4", 100), LmEvalRuns.Generation(1, "strict-match", "5", "5", 0)) + "\n");

        var sums = (await ReadAsync(path)).Runs[0].Cells.Single(c => c.Suite == "sums");

        sums.Metrics.ShouldBe(["lm-eval:exact_match,strict-match:number", "lm-eval:exact_match,flexible-extract"]);
        sums.Reported[0].ShouldSatisfyAllConditions(e => e.MetricId.ShouldBe("lm-eval:exact_match,strict-match:number"), e => e.Value.ShouldBe(50), e => (e.Note ?? "").ShouldNotContain("together"));
        (await ListAsync(sums)).Select(s => s.Measures["lm-eval:exact_match,strict-match:number"]).ShouldBe([100, 0]);
    }

    [Fact]
    public async Task ReadAsync_MetricThatIsNoMeanOfItsSamples_StaysAsReported()
    {
        var results = LmEvalRuns.Results();
        results.Remove("groups");
        results["results"] = JsonNode.Parse("""{"lambada": {"alias": "lambada", "perplexity,none": 7.38905609893065, "perplexity_stderr,none": 0.1, "acc,none": 0.5, "acc_stderr,none": 0.5}}""");
        _folder.Write($"m/samples_lambada_{LmEvalRuns.Date}.jsonl",
            """{"doc_id": 0, "doc": {}, "target": " x", "arguments": [["ctx", " x"]], "resps": [[[-1.0, true]]], "filtered_resps": [[-1.0, true]], "filter": "none", "metrics": ["perplexity", "acc"], "perplexity": -1.0, "acc": "True"}""" + "\n"
            + """{"doc_id": 1, "doc": {}, "target": " y", "arguments": [["ctx", " y"]], "resps": [[[-3.0, false]]], "filtered_resps": [[-3.0, false]], "filter": "none", "metrics": ["perplexity", "acc"], "perplexity": -3.0, "acc": "False"}""" + "\n");

        var cell = (await ReadAsync(_folder.Write($"m/results_{LmEvalRuns.Date}.json", results.ToJsonString()))).Runs[0].Cells[0];

        cell.Reported[0].ShouldSatisfyAllConditions(e => e.MetricId.ShouldBe("lm-eval:perplexity"), e => e.Value!.Value.ShouldBe(7.389, 0.001), e => e.Note!.ShouldContain("from all samples together"));
        (await ListAsync(cell)).Select(s => string.Join(';', s.Measures)).ShouldBe(["[lm-eval:acc, 1]", "[lm-eval:acc, 0]"]);
    }

    [Fact]
    public async Task ReadAsync_TextSamples_KeepLikelihoodsWordsAndBytes()
    {
        var results = LmEvalRuns.Results();
        results.Remove("groups");
        results["results"] = JsonNode.Parse("""{"texts": {"alias": "texts", "word_perplexity,none": 12.18, "word_perplexity_stderr,none": "N/A", "bits_per_byte,none": 0.9, "bits_per_byte_stderr,none": "N/A"}}""");
        _folder.Write($"m/samples_texts_{LmEvalRuns.Date}.jsonl",
            """{"doc_id": 0, "doc": {"page": "a b"}, "target": "a b", "arguments": {"gen_args_0": {"arg_0": "a b"}}, "resps": [["-5.0"]], "filtered_resps": ["-5.0"], "filter": "none", "metrics": ["word_perplexity", "bits_per_byte"], "word_perplexity": [-5.0, 2], "bits_per_byte": [-5.0, 3]}""");

        var cell = (await ReadAsync(_folder.Write($"m/results_{LmEvalRuns.Date}.json", results.ToJsonString()))).Runs[0].Cells[0];

        var sample = (await ListAsync(cell)).ShouldHaveSingleItem();
        sample.Outcome.ShouldBe(SampleOutcome.Completed);
        sample.Measures.ShouldBe(new Dictionary<string, double> { ["rolling_ll"] = -5, ["words"] = 2, ["bytes"] = 3 }, ignoreOrder: true);
        cell.Reported.Select(e => e.MetricId).ShouldBe(["lm-eval:word_perplexity", "lm-eval:bits_per_byte"]);
    }

    [Fact]
    public async Task ReadAsync_ResultsOfBefore2024_AreUnderstood()
    {
        var path = _folder.Write("old.json", """
            {"results": {"arc_easy": {"acc": 0.5, "acc_stderr": 0.01, "acc_norm": NaN, "acc_norm_stderr": NaN}}, "versions": {"arc_easy": 0},
             "config": {"model": "hf-causal", "model_args": "pretrained=EleutherAI/pythia-70m,revision=step1", "num_fewshot": 0, "limit": null, "bootstrap_iters": 100000}}
            """);

        var cell = (await ReadAsync(path)).Runs.ShouldHaveSingleItem().Cells.ShouldHaveSingleItem();

        (cell.Candidate, cell.SuiteVersion, cell.Planned, cell.Limit).ShouldBe(("EleutherAI/pythia-70m", "0", null, null));
        cell.Reported.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.MetricId.ShouldBe("lm-eval:acc"), e => e.StandardError.ShouldBe(0.01));
    }

    [Fact]
    public async Task ReadAsync_SamplesAlone_AreCalledAfterFolderAndFile()
    {
        LmEvalRuns.Write(_folder);
        File.Delete(_folder.PathOf($"org__tiny/results_{LmEvalRuns.Date}.json"));

        var run = (await ReadAsync(_folder.PathOf($"org__tiny/samples_capitals_{LmEvalRuns.Date}.jsonl"))).Runs.ShouldHaveSingleItem();

        run.Cells[0].ShouldSatisfyAllConditions(c => c.Candidate.ShouldBe("org/tiny"), c => c.Suite.ShouldBe("capitals"), c => c.Planned.ShouldBe(3), c => c.Metrics.ShouldBe(["lm-eval:acc", "lm-eval:acc_norm"]));
        run.Note.ShouldNotBeNull();
        (await ListAsync(run.Cells[0])).Count.ShouldBe(3);
    }

    [Fact]
    public async Task ReadAsync_Folder_FindsTheResultsOfEveryModel()
    {
        LmEvalRuns.Write(_folder);
        LmEvalRuns.Write(_folder, "org/big", "org__big");
        _folder.Write("notes.json", "{}");

        var content = await ReadAsync(_folder.Root);

        content.Runs.Select(r => r.Cells[0].Candidate).ShouldBe(["org/big", "org/tiny"], ignoreOrder: true);
        content.Runs.ShouldAllBe(r => r.Cells.Count == 4);
        content.Files.ShouldBeEmpty();
        new LmEvalFormat().Recognise(ImportSource.Open(_folder.Root)).ShouldBe("results and samples of lm-evaluation-harness");
    }

    [Fact]
    public async Task ReadAsync_DamagedLine_IsAnErrorWithItsPlace()
    {
        LmEvalRuns.Write(_folder);
        var file = _folder.PathOf($"org__tiny/samples_capitals_{LmEvalRuns.Date}.jsonl");
        File.AppendAllText(file, "{\"doc_id\": 3, \"doc\"");

        var e = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync(file));

        e.Problems[0].At!.ToString().ShouldStartWith(file + ":4:");
    }

    [Theory]
    [InlineData("{\"results\": []}", "no \"results\"")]
    [InlineData("{\"results\": {\"a\": {\"acc,none\": 1", "cut off")]
    public async Task ReadAsync_WhatIsNoResultsFile_IsAnError(string text, string message)
    {
        var e = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync(_folder.Write("results_x.json", "{\"configs\": {}, " + text[1..])));

        e.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("""{"version": 2, "status": "success", "eval": {}, "results": {"scores": [{"metrics": {"bootstrap_stderr": {"value": 1}}}]}}""")]
    [InlineData("""{"evalId": "eval-x", "results": {"version": 3, "results": []}, "config": {}}""")]
    [InlineData("""{"results": {"accuracy": 1}}""")]
    public void Recognise_ResultsOfOtherTools_AreNotItsOwn(string text) =>
        new LmEvalFormat().Recognise(ImportSource.Open(_folder.Write("x.json", text))).ShouldBeNull();

    [Fact]
    public async Task ReadAsync_HostileNumbersAndShapes_AreLeftOutAndNeverCrash()
    {
        var results = LmEvalRuns.Results();
        results.Remove("groups");
        results["results"] = JsonNode.Parse("""{"t": {"acc,none": "x", "f1,none": [1], "em,none": 1e999, "acc_norm,none": 0.5}, "u": 7, "v": null, "a": {"acc,none": 1}}""");
        results["configs"] = JsonNode.Parse("[1]");
        results["n-samples"] = JsonNode.Parse("""{"t": {"effective": -4}}""");
        results["group_subtasks"] = JsonNode.Parse("""{"t": ["t"], "a": ["b"], "b": ["a"]}""");
        results["model_name"] = 17;
        results["date"] = "never";

        var run = (await ReadAsync(_folder.Write("results_x.json", results.ToJsonString()))).Runs[0];

        run.CreatedAt.ShouldBeNull();
        run.Cells.Select(c => (c.Candidate, c.Suite, Metrics: string.Join(';', c.Metrics), c.Planned)).ShouldBe([("17", "a", "lm-eval:acc", null), ("17", "t", "lm-eval:acc_norm", null)]);
    }

    private static Task<ImportedContent> ReadAsync(string path) => new LmEvalFormat().ReadAsync(ImportSource.Open(path), default);

    private static async Task<List<SampleResult>> ListAsync(ImportedCell cell)
    {
        var samples = new List<SampleResult>();
        await foreach (var sample in cell.ReadSamples(default))
        {
            samples.Add(sample);
        }

        return samples;
    }
}
