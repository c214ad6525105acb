using System.IO.Compression;
using System.Text.Json.Nodes;
using Eval.Core.Imports;
using Eval.Core.Imports.Inspect;
using Eval.Core.Judging;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Imports.Inspect;

public sealed class InspectFormatTests : IDisposable
{
    private const string Accuracy = "inspect:match/accuracy";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_Log_GivesTheRunWithItsOrigin()
    {
        var content = await ReadAsync(InspectLogs.WriteZip(_folder, "a.eval", InspectLogs.Header(), InspectLogs.Samples()));

        var run = content.Runs.ShouldHaveSingleItem();
        run.Origin.ShouldSatisfyAllConditions(
            o => o.Tool.ShouldBe("inspect"), o => o.ToolVersion.ShouldBe("0.3.260"), o => o.File.ShouldBe("a.eval"), o => o.Sha256.Length.ShouldBe(64));
        run.Status.ShouldBe(RunStatus.Finished);
        run.CreatedAt.ShouldBe(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
        run.FinishedAt.ShouldBe(new DateTimeOffset(2026, 11, 20, 10, 1, 0, TimeSpan.Zero));
        run.Tags.Keys.ShouldBe(["nightly"]);
        var cell = run.Cells.ShouldHaveSingleItem();
        cell.ShouldSatisfyAllConditions(
            c => c.Candidate.ShouldBe("mockllm/model"), c => c.Suite.ShouldBe("capitals"), c => c.SuiteVersion.ShouldBe("2"),
            c => c.Planned.ShouldBe(4), c => c.Epochs.ShouldBe(2), c => c.Metrics.ShouldBe([Accuracy]));
        var reported = cell.Reported.ShouldHaveSingleItem();
        (reported.MetricId, reported.Value, reported.StandardError, reported.N).ShouldBe((Accuracy, 0.5625, 0.2135, 4));
    }

    [Fact]
    public async Task ReadAsync_Samples_ComeByEpochInTheDataSetsOrderWithTheirScores()
    {
        var samples = await SamplesAsync(InspectLogs.WriteZip(_folder, "a.eval", InspectLogs.Header(), InspectLogs.Samples()));

        samples.Select(s => (s.Epoch, s.Ordinal, s.SampleId, s.Measures.Count > 0 ? s.Measures[Accuracy] : -1)).ShouldBe(
        [
            (0, 0, "fr", 1), (0, 1, "de", 0), (0, 2, "no", 0.5), (0, 3, "pe", 1),
            (1, 0, "fr", 1), (1, 1, "de", 1), (1, 2, "no", -1), (1, 3, "pe", 0),
        ]);
        var first = samples[0];
        first.Prompt.ShouldBe("system: One word.\n\nuser: Capital of fr?\n(image)");
        first.Answer.ShouldBe("Paris");
        first.Target.ShouldBe("right-fr");
        (first.InputTokens, first.OutputTokens, first.DurationMs).ShouldBe((11, 3, 1500));
        JsonNode.Parse(first.DetailJson!)!["explanation"]!.ToString().ShouldBe("said Paris");
        first.Reason.ShouldBeNull();
        samples[2].Reason.ShouldBe("stop reason max_tokens");
        samples[6].ShouldSatisfyAllConditions(s => s.Outcome.ShouldBe(SampleOutcome.ProviderError), s => s.Reason!.ShouldContain("refused"), s => s.Measures.ShouldBeEmpty());
    }

    [Fact]
    public async Task ReadAsync_BothForms_GiveTheSame()
    {
        var zip = InspectLogs.WriteZip(_folder, "a.eval", InspectLogs.Header(), InspectLogs.Samples());
        var json = InspectLogs.WriteJson(_folder, "a.json", InspectLogs.Header(), InspectLogs.Samples());

        var (a, b) = (await SamplesAsync(zip), await SamplesAsync(json));

        b.Select(Text).ShouldBe(a.Select(Text));
        (await CellAsync(json)).DefinitionText.ShouldBe((await CellAsync(zip)).DefinitionText);
    }

    [Fact]
    public async Task ReadAsync_ScorerThatIsAModel_IsMarkedAsJudged()
    {
        var graded = System.Text.Json.Nodes.JsonNode.Parse(InspectLogs.Header().ToJsonString().Replace("\"match\"", "\"model_graded_qa\""))!.AsObject();

        JudgedBy.IsOfAnotherTool((await CellAsync(InspectLogs.WriteJson(_folder, "a.json", graded, InspectLogs.Samples()))).DefinitionText).ShouldBeTrue();
        JudgedBy.IsOfAnotherTool((await CellAsync(InspectLogs.WriteJson(_folder, "b.json", InspectLogs.Header(), InspectLogs.Samples()))).DefinitionText).ShouldBeFalse();
    }

    [Fact]
    public async Task ReadAsync_TwoModels_DifferInIdentityAndNotInDefinition()
    {
        var a = await CellAsync(InspectLogs.WriteJson(_folder, "a.json", InspectLogs.Header(model: "x/a"), InspectLogs.Samples()));
        var b = await CellAsync(InspectLogs.WriteJson(_folder, "b.json", InspectLogs.Header(model: "x/b"), InspectLogs.Samples()));

        b.DefinitionText.ShouldBe(a.DefinitionText);
        b.Model.Canonical.ShouldNotBe(a.Model.Canonical);
        a.Model.Settings.ShouldContain("temperature=0.5");
        a.Model.Settings.ShouldContain("max_tokens=64");
        a.Model.Canonical.ShouldNotContain("sk-not-to-be-kept");
    }

    [Fact]
    public async Task ReadAsync_SecretsAnywhereInTheSettings_AreNotKept()
    {
        foreach (var subject in new[] { "law", "art" })
        {
            var header = InspectLogs.Header();
            var eval = header["eval"]!.AsObject();
            eval["eval_set_id"] = "set";
            eval["task_id"] = subject;
            eval["task_args_passed"] = JsonNode.Parse($$"""{"subject": "{{subject}}", "api_key": "LEAK-{{subject}}", "client": {"token": "LEAK", "retries": 2} }""");
            eval["task_args"] = eval["task_args_passed"]!.DeepClone();
            eval["scorers"]![0]!["options"] = JsonNode.Parse("""{"numeric": false, "grader": {"apiKey": "LEAK"}}""");
            eval["model_base_url"] = "https://me:LEAK@host/v1?key=LEAK";
            eval["model_args"] = JsonNode.Parse("""{"tokenizer": "org/t", "add_bos_token": true, "client_args": {"password": "LEAK", "timeout": 5}}""");
            eval["model_generate_config"] = JsonNode.Parse("""{"max_tokens": 64, "reasoning_tokens": 9, "extra_headers": {"Authorization": "Bearer LEAK"}, "extra_body": {"secret": "LEAK"}}""");
            header["plan"]!["steps"]![0]!["params"] = JsonNode.Parse("""{"n": 3, "token": "LEAK", "http": {"headers": {"a": "LEAK"}}}""");
            InspectLogs.WriteJson(_folder, $"set/{subject}.json", header, InspectLogs.Samples());
        }

        var run = (await ReadAsync(_folder.PathOf("set"))).Runs.ShouldHaveSingleItem();

        run.Cells.Select(c => c.Suite).ShouldBe(["""capitals[subject=art,client={"retries":2}]""", """capitals[subject=law,client={"retries":2}]"""], ignoreOrder: true);
        string.Join('\n', run.Cells.Select(c => $"{c.Candidate} {c.Suite} {c.DefinitionText} {c.Model.Canonical}")).ShouldNotContain("LEAK");
        var settings = run.Cells[0].Model.Settings.Split(';');
        settings.ShouldContain("endpoint=https://host/v1");
        settings.ShouldContain("args.tokenizer=org/t");
        settings.ShouldContain("args.add_bos_token=true");
        settings.ShouldContain("reasoning_tokens=9");
        settings.ShouldContain("max_tokens=64");
        settings.ShouldContain("""args.client_args={"timeout":5}""");
        run.Cells[0].DefinitionText!.ShouldContain("\"params\":{\"n\":3,\"http\":{}}");
    }

    [Fact]
    public async Task ReadAsync_NumbersCalledAccuracy_AreNoShare()
    {
        var header = InspectLogs.Header();
        header["results"]!["scores"]![0]!["metrics"]!["accuracy"]!["value"] = 0.9;
        var samples = InspectLogs.Samples();
        foreach (var (sample, index) in samples.Take(7).Select((s, i) => (s, i)))
        {
            sample["scores"]!["match"]!["value"] = index == 6 ? 7.5 : 0.1;
        }

        var cell = await CellAsync(InspectLogs.WriteZip(_folder, "a.eval", header, samples));

        cell.Metrics.ShouldBe([Accuracy + ":number"]);
        cell.Reported.Select(e => e.MetricId).ShouldBe([Accuracy + ":number"]);
        (await ListAsync(cell)).SelectMany(s => s.Measures.Keys).Distinct().ShouldBe([Accuracy + ":number"]);
    }

    [Fact]
    public async Task ReadAsync_LogThatWasNeverFinished_TellsWhatIsThere()
    {
        var header = InspectLogs.Header("started");
        var run = (await ReadAsync(InspectLogs.WriteZip(_folder, "a.eval", header, InspectLogs.Samples().Take(3)))).Runs[0];

        run.Status.ShouldBe(RunStatus.Interrupted);
        run.Note!.ShouldContain("was not finished");
        run.FinishedAt.ShouldBeNull();
        run.Cells[0].Planned.ShouldBe(4);
        run.Cells[0].Metrics.ShouldBe(["inspect:match/mean"]);
        (await ListAsync(run.Cells[0])).Count.ShouldBe(3);
    }

    [Fact]
    public async Task ReadAsync_ScorersOfSeveralKinds_BecomeMeasuresOfTheirOwn()
    {
        var header = InspectLogs.Header();
        header["eval"]!["config"]!["epochs"] = 1;
        header["results"]!["scores"] = JsonNode.Parse("""
            [{"name": "tone", "scorer": "judge", "metrics": {"mean": {"name": "mean", "value": 3.5}, "std": {"name": "std", "value": 0.7}}},
             {"name": "safe", "scorer": "judge", "metrics": {"accuracy": {"name": "accuracy", "value": 1.0}}},
             {"name": "match", "scorer": "match", "metrics": {"accuracy": {"name": "accuracy", "value": 1.0}}}]
            """);
        var one = InspectLogs.Sample("fr", 1, "C", "Paris");
        one["scores"]!["judge"] = JsonNode.Parse("""{"value": {"tone": 4, "safe": true}}""");
        var two = InspectLogs.Sample("de", 1, "C", "Berlin");
        two["scores"]!["judge"] = JsonNode.Parse("""{"value": {"tone": 3, "safe": "yes"}}""");

        var cell = await CellAsync(InspectLogs.WriteZip(_folder, "a.eval", header, [one, two]));

        cell.Metrics.ShouldBe(["inspect:judge.tone/mean", "inspect:judge.tone/std", "inspect:judge.safe/accuracy", Accuracy]);
        (await ListAsync(cell))[0].Measures.ShouldBe(
            new Dictionary<string, double> { [Accuracy] = 1, ["inspect:judge.tone/mean"] = 4, ["inspect:judge.safe/accuracy"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task ReadAsync_AnotherReducer_NeverSharesAMetricWithTheMean()
    {
        var header = InspectLogs.Header();
        var best = header["results"]!["scores"]![0]!.DeepClone();
        best["reducer"] = "max";
        best["metrics"]!["accuracy"]!["value"] = 1.0;
        header["results"]!["scores"]!.AsArray().Add(best);

        var cell = await CellAsync(InspectLogs.WriteZip(_folder, "a.eval", header, InspectLogs.Samples()));

        cell.Reported.Select(e => (e.MetricId, e.Value)).ShouldBe([(Accuracy, 0.5625), ("inspect:match/max/accuracy", 1.0)]);
        (await ListAsync(cell)).ShouldAllBe(s => !s.Measures.ContainsKey("inspect:match/max/accuracy"));
    }

    [Fact]
    public async Task ReadAsync_UnscoredAndStoppedSamples_LowerCoverageAndNeverTheScore()
    {
        var unscored = InspectLogs.Sample("fr", 1, "C", "Paris");
        unscored["scores"]!["match"]!["value"] = "NOT-A-NUMBER-HERE";
        var path = InspectLogs.WriteJson(_folder, "a.json", InspectLogs.Header(), [unscored, Limited("de", "time"), Limited("no", "token"), Invalid("pe")]);
        // As Python writes it.
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"NOT-A-NUMBER-HERE\"", "NaN", StringComparison.Ordinal));

        var samples = await SamplesAsync(path);

        samples.Select(s => s.Outcome).ShouldBe([SampleOutcome.ScorerError, SampleOutcome.TimedOut, SampleOutcome.Skipped, SampleOutcome.Skipped]);
        samples.ShouldAllBe(s => s.Measures.Count == 0 && s.Reason != null);
    }

    [Fact]
    public async Task ReadAsync_LogOfVersion1_IsUnderstood()
    {
        var path = _folder.Write("old.json", """
            {"version": 1, "status": "success",
             "eval": {"task": "facts", "task_version": 0, "task_id": "t", "run_id": "r", "created": "2024-05-05T07:59:35", "dataset": {"name": "facts"}, "model": "openai/gpt-4", "config": {"limit": 2}},
             "plan": {"steps": []},
             "results": {"scorer": {"name": "includes", "params": {}}, "metrics": {"accuracy": {"name": "accuracy", "value": 0.5, "options": {}}, "bootstrap_std": {"name": "bootstrap_std", "value": 0.35}}},
             "stats": {"completed_at": "2024-05-05T08:00:03"},
             "samples": [{"id": 10, "epoch": 1, "input": "a", "target": "b", "output": {"completion": "b", "choices": []}, "score": {"value": "C"}},
                         {"id": 9, "epoch": 1, "input": "c", "target": "d", "output": {"completion": "x", "choices": []}, "score": {"value": "I"}}]}
            """);

        var cell = await CellAsync(path);

        cell.Reported.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.MetricId.ShouldBe("inspect:includes/accuracy"), e => e.StandardError.ShouldBe(0.35));
        (await ListAsync(cell)).Select(s => (s.SampleId, s.Answer, s.Measures["inspect:includes/accuracy"])).ShouldBe([("9", "x", 0.0), ("10", "b", 1.0)]);
    }

    [Fact]
    public async Task ReadAsync_ZstandardLog_IsReadLikeAnyOther()
    {
        // Made with the zstd program and Python's struct module; INSPECT_USE_ZSTD makes inspect write such entries.
        var path = Path.Combine(SharedFolder.RepositoryRoot, "tests", "Eval.Core.Tests", "Imports", "Inspect", "zstandard.eval");

        var cell = await CellAsync(path);

        cell.Suite.ShouldBe("capitals");
        (await ListAsync(cell)).Select(s => s.Measures[Accuracy]).ShouldBe([1, 0]);
    }

    [Fact]
    public async Task ReadAsync_Folder_IsOneRunForASetAndOneForEachOtherLog()
    {
        Set("set/1.eval", InspectLogs.Header("error"), "set-1");
        Set("set/2.eval", InspectLogs.Header(), "set-1");
        Set("set/deeper/3.eval", InspectLogs.Header(model: "x/b"), "set-1");
        InspectLogs.WriteJson(_folder, "set/alone.json", InspectLogs.Header(task: "other"), InspectLogs.Samples());
        _folder.Write("set/logs.json", "{}");
        _folder.Write("set/eval-set.json", "{\"eval_set_id\": \"set-1\", \"tasks\": []}");

        var content = await ReadAsync(_folder.PathOf("set"));

        content.Runs.Select(r => string.Join(", ", r.Cells.Select(c => $"{c.Candidate} on {c.Suite}"))).Order().ShouldBe(
            ["mockllm/model on capitals, x/b on capitals", "mockllm/model on other"]);
        content.NotTaken.ShouldHaveSingleItem().Why.ShouldContain("2.eval stands for it");

        void Set(string name, JsonObject header, string id)
        {
            header["eval"]!["eval_set_id"] = id;
            InspectLogs.WriteZip(_folder, name, header, InspectLogs.Samples());
        }
    }

    [Fact]
    public async Task ReadAsync_OneTaskWithSeveralArguments_GivesSuitesThatTheArgumentsTellApart()
    {
        foreach (var subject in new[] { "law", "art" })
        {
            var header = InspectLogs.Header();
            (header["eval"]!["eval_set_id"], header["eval"]!["task_id"]) = ("s", subject);
            header["eval"]!["task_args_passed"] = new JsonObject { ["subject"] = subject };
            InspectLogs.WriteZip(_folder, $"set/{subject}.eval", header, InspectLogs.Samples());
        }

        var run = (await ReadAsync(_folder.PathOf("set"))).Runs.ShouldHaveSingleItem();

        run.Cells.Select(c => c.Suite).Order().ShouldBe(["capitals[subject=art]", "capitals[subject=law]"]);
    }

    [Fact]
    public async Task ReadAsync_HostileNames_AreNeverPaths()
    {
        var header = InspectLogs.Header();
        header["eval"]!["dataset"]!["sample_ids"] = new JsonArray();
        var samples = new[] { "../../evil", "a_epoch_1", "C:\\x", "samples/x" }.Select(id => InspectLogs.Sample(id.Replace("\\", "\\\\", StringComparison.Ordinal), 1, "C", "x"));

        var read = await SamplesAsync(InspectLogs.WriteZip(_folder, "a.eval", header, samples));

        read.Select(s => s.SampleId).Order().ShouldBe(new[] { "../../evil", "C:\\x", "a_epoch_1", "samples/x" }.Order());
    }

    [Fact]
    public async Task ReadAsync_ZipBomb_IsRefused()
    {
        var path = _folder.PathOf("bomb.eval");
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("header.json", CompressionLevel.SmallestSize).Open();
            entry.Write("{\"version\": 2, \"eval\": {\"x\": \""u8);
            var blank = new byte[1 << 20];
            blank.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 40; i++)
            {
                entry.Write(blank);
            }
        }

        var e = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync(path));

        e.Message.ShouldContain("times its size");
    }

    [Theory]
    [InlineData("{\"version\": 4, \"status\": \"success\", \"eval\": {}}", "version 4")]
    [InlineData("{\"version\": 2, \"status\": \"success\"}", "no \"eval\"")]
    [InlineData("{\"version\": 2, \"status\": \"success\", \"eval\": {\"task\"", "cut off")]
    [InlineData("{\"version\": 2, \"eval\": {}, \"samples\": [7]}", "no JSON object")]
    public async Task ReadAsync_WhatIsNoLog_IsAnError(string text, string message)
    {
        var e = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync(_folder.Write("bad.json", text)));

        e.Message.ShouldContain(message);
    }

    [Fact]
    public async Task ReadAsync_CutZip_IsAnError()
    {
        var path = InspectLogs.WriteZip(_folder, "a.eval", InspectLogs.Header(), InspectLogs.Samples());
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^200]);

        var e = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync(path));

        e.Message.ShouldContain("damaged");
        new InspectFormat().Recognise(ImportSource.Open(path)).ShouldNotBeNull();
    }

    [Fact]
    public void Recognise_OtherFiles_AreNotItsOwn()
    {
        using (System.IO.Compression.ZipFile.Open(_folder.PathOf("other.zip"), ZipArchiveMode.Create))
        {
        }

        var format = new InspectFormat();
        format.Recognise(ImportSource.Open(_folder.PathOf("other.zip"))).ShouldBeNull();
        format.Recognise(ImportSource.Open(_folder.Write("x.json", "{\"results\": {}}"))).ShouldBeNull();
        format.Recognise(ImportSource.Open(_folder.Root)).ShouldBeNull();
    }

    private static JsonObject Limited(string id, string type)
    {
        var sample = InspectLogs.Sample(id, 1, "C", "x");
        sample["scores"] = null;
        sample["limit"] = new JsonObject { ["type"] = type, ["limit"] = 1.0 };
        return sample;
    }

    private static JsonObject Invalid(string id)
    {
        var sample = InspectLogs.Sample(id, 1, "C", "x");
        sample["invalidation"] = new JsonObject { ["author"] = "me", ["reason"] = "wrong target" };
        return sample;
    }

    private static string Text(SampleResult s) =>
        $"{s.Epoch} {s.Ordinal} {s.SampleId} {s.Outcome} {s.Reason} {s.Prompt} {s.Answer} {s.Target} {s.DetailJson} {s.InputTokens} {s.DurationMs} {string.Join(';', s.Measures)}";

    private static Task<ImportedContent> ReadAsync(string path) => new InspectFormat().ReadAsync(ImportSource.Open(path), default);

    private static async Task<ImportedCell> CellAsync(string path) => (await ReadAsync(path)).Runs[0].Cells[0];

    private static async Task<List<SampleResult>> SamplesAsync(string path) => await ListAsync(await CellAsync(path));

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
