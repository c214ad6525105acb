using System.IO.Compression;
using Eval.Core.Datasets;
using Eval.Core.Imports;
using Eval.Core.Imports.LmEval;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Suites.Kinds.MultipleChoice;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Imports.LmEval;

public sealed class TaskSuiteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _out = new();

    public void Dispose()
    {
        _folder.Dispose();
        _out.Dispose();
    }

    [Fact]
    public async Task Make_ChoiceTaskWithLocalRows_IsASuiteThatLoads()
    {
        _folder.Write("rows.jsonl", """{"q": "2 + 2?", "options": ["3", "4"], "gold": 1}""");
        var content = await MakeAsync("""
            task: sums
            tag: [maths]
            dataset_path: json
            dataset_kwargs: { data_files: { test: rows.jsonl } }
            test_split: test
            output_type: multiple_choice
            description: "Sums.\n\n"
            doc_to_text: "Question: {{q}}\nAnswer:"
            doc_to_choice: options
            doc_to_target: gold
            metric_list:
              - { metric: acc, aggregation: mean, higher_is_better: true }
              - { metric: acc_norm }
              - { metric: mcc }
            metadata: { version: 2.0 }
            """);

        content.NotTaken.ShouldHaveSingleItem().ShouldSatisfyAllConditions(n => n.Key.ShouldBe("metric: mcc"), n => n.At!.Line.ShouldBe(14));
        var suite = await LoadAsync(content, "suites/sums/suite.yaml");
        (suite.Name, suite.Version, suite.Kind).ShouldBe(("sums", "2.0", "multiple-choice"));
        suite.Metrics.ShouldBe(["acc", "acc_norm_chars"]);
        suite.Prompt!.Text.ShouldBe("Sums.\n\nQuestion: {{q}}\nAnswer:");
    }

    [Fact]
    public async Task Make_CompressedRows_AreCopiedByteForByte()
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write("""{"q": "2 + 2?", "options": ["3", "4"], "gold": 1}"""u8);
        }

        File.WriteAllBytes(_folder.PathOf("rows.jsonl.gz"), bytes.ToArray());
        var content = await MakeAsync("""
            task: sums
            dataset_path: json
            dataset_kwargs: { data_files: { test: rows.jsonl.gz } }
            test_split: test
            output_type: multiple_choice
            doc_to_text: "{{q}}"
            doc_to_choice: options
            doc_to_target: gold
            """);

        await LoadAsync(content, "suites/sums/suite.yaml");
        File.ReadAllBytes(_out.PathOf("suites/sums/rows.jsonl.gz")).ShouldBe(bytes.ToArray());
    }

    [Fact]
    public async Task Make_GenerationTaskWithTwoFilters_IsTwoSuitesOfOnePrompt()
    {
        _folder.Write("test.jsonl", """{"question": "2 + 2?", "answer": "4"}""");
        _folder.Write("more/train.jsonl", "{\"question\": \"1 + 1?\", \"answer\": \"2\"}\n{\"question\": \"3 + 3?\", \"answer\": \"6\"}\n");
        var content = await MakeAsync("""
            task: gsm
            dataset_path: json
            dataset_kwargs: { data_files: { test: test.jsonl, train: more/train.jsonl } }
            test_split: test
            fewshot_split: train
            num_fewshot: 2
            output_type: generate_until
            doc_to_text: "Question: {{question}}\nAnswer:"
            doc_to_target: "{{answer}}"
            metric_list:
              - metric: exact_match
                ignore_case: true
                regexes_to_ignore: [",", "\\$"]
            generation_kwargs: { until: ["Question:", "</s>"], do_sample: false, temperature: 0.0, num_beams: 4 }
            filter_list:
              - name: strict-match
                filter: [{ function: regex, regex_pattern: "#### (\\-?[0-9\\.\\,]+)" }, { function: take_first }]
              - name: flexible
                filter: [{ function: regex, group_select: -1, regex_pattern: "(-?[$0-9.,]{2,})|(-?[0-9]+)" }, { function: take_first }]
              - name: maj
                filter: [{ function: majority_vote }, { function: take_first }]
            """);

        content.NotTaken.Select(n => n.Key).ShouldBe(["generation_kwargs.num_beams", "filter maj: majority_vote"]);
        var strict = await LoadAsync(content, "suites/gsm/strict-match.yaml");
        var flexible = SuiteLoader.Load(_out.PathOf("suites/gsm/flexible.yaml"));
        (strict.Name, flexible.Name).ShouldBe(("gsm-strict-match", "gsm-flexible"));
        strict.Prompt!.Text.ShouldBe(flexible.Prompt!.Text);
        strict.FewShot!.Count.ShouldBe(2);
        var settings = (GenerationSettings)strict.Settings;
        settings.Stop.ShouldBe(["Question:", "</s>"]);
        settings.MaxTokens.ShouldBe(256);
        settings.Temperature.ShouldBe(0);
        settings.Scoring.ShouldHaveSingleItem().Scorer.Name.ShouldBe("exact_match");
    }

    [Fact]
    public async Task Make_TaskOfPythonWithItsSamples_TakesRowsChoicesAndAnswersFromThem()
    {
        LmEvalRuns.Write(_folder);
        var content = await MakeAsync("""
            task: capitals
            dataset_path: someone/capitals
            test_split: test
            process_docs: !function utils.process_docs
            output_type: multiple_choice
            doc_to_text: "Capital of {{country}}?"
            doc_to_choice: !function utils.choices
            doc_to_target: !function utils.target
            """);

        content.Runs.ShouldHaveSingleItem();
        var suite = await LoadAsync(content, "suites/capitals/suite.yaml");
        ((MultipleChoiceSettings)suite.Settings).TargetDelimiter.ShouldBe("");
        suite.Metrics.ShouldBe(["acc", "acc_norm_chars"]);
        var lines = File.ReadAllLines(_out.PathOf("suites/capitals/rows.jsonl"));
        lines.Length.ShouldBe(3);
        lines[0].ShouldContain("\"lm_eval_target\":0");
        lines[0].ShouldContain("\"lm_eval_choices\":[\" One\",\" Other\"]");
        content.NotTaken.ShouldHaveSingleItem().Key.ShouldBe("process_docs");
    }

    [Fact]
    public async Task Make_TaskOfTheHub_SaysHowToGetItsRows()
    {
        var content = await MakeAsync("""
            task: arc
            dataset_path: allenai/ai2_arc
            dataset_name: ARC-Easy
            test_split: test
            output_type: multiple_choice
            doc_to_text: "Question: {{question}}\nAnswer:"
            doc_to_choice: "{{choices.text}}"
            doc_to_target: "{{['A','B','C','D'].index(answerKey)}}"
            """);

        content.NotTaken.ShouldHaveSingleItem().Why.ShouldContain(
            "datasets.load_dataset(\"allenai/ai2_arc\", \"ARC-Easy\", split=\"test\").to_json(\"suites/arc/rows.jsonl\")");
        _out.Write("suites/arc/rows.jsonl", """{"question": "?", "choices": {"text": ["a", "b"], "label": ["A", "B"]}, "answerKey": "B"}""");
        var suite = await LoadAsync(content, "suites/arc/suite.yaml");
        ((MultipleChoiceSettings)suite.Settings).AnswerKind.ShouldBe(AnswerKind.Letter);
    }

    [Theory]
    [InlineData("doc_to_text: !function utils.text\ndoc_to_choice: [a, b]\ndoc_to_target: gold", "doc_to_text", 4)]
    [InlineData("doc_to_text: '{% for x in y %}{{x}}{% endfor %}'\ndoc_to_choice: [a, b]\ndoc_to_target: gold", "doc_to_text", 4)]
    [InlineData("doc_to_text: q\ndoc_to_choice: '{{x.split()}}'\ndoc_to_target: gold", "doc_to_choice", 5)]
    [InlineData("doc_to_text: q\ndoc_to_choice: [a, b]\ndoc_to_target: '{{gold * 2}}'", "doc_to_target", 6)]
    [InlineData("doc_to_text: q\ndoc_to_choice: [a, b]", "doc_to_target", 1)]
    public async Task Make_WhatIsCode_GivesNoSuiteAndSaysWhere(string yaml, string key, int line)
    {
        _folder.Write("rows.jsonl", """{"q": "?", "gold": 1}""");
        var content = await MakeAsync("task: t\ndataset_path: json\noutput_type: multiple_choice\n" + yaml + "\ndataset_kwargs: { data_files: rows.jsonl }\n");

        content.Files.ShouldBeEmpty();
        content.NotTaken.ShouldContain(n => n.Key == key && n.At!.Line == line && n.Why.Contains("without it there is no suite", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Make_LoglikelihoodTask_HasNoCounterpart()
    {
        var content = await MakeAsync("task: lambada\ndataset_path: json\noutput_type: loglikelihood\ndoc_to_text: a\ndoc_to_target: b\n");

        content.Files.ShouldBeEmpty();
        content.NotTaken[0].ShouldSatisfyAllConditions(n => n.Key.ShouldBe("output_type"), n => n.At!.Line.ShouldBe(3));
    }

    [Fact]
    public async Task Make_TextTask_IsAPerplexitySuite()
    {
        _folder.Write("texts.jsonl", """{"page": "Once upon a time."}""");
        var content = await MakeAsync("""
            task: pages
            dataset_path: json
            dataset_kwargs: { data_files: texts.jsonl }
            output_type: loglikelihood_rolling
            doc_to_text: ""
            doc_to_target: "{{page}}"
            metric_list: [{ metric: word_perplexity }, { metric: bits_per_byte }]
            """);

        var suite = await LoadAsync(content, "suites/pages/suite.yaml");
        suite.Metrics.ShouldBe(["ppl_word_rolling", "bits_per_byte"]);
    }

    [Fact]
    public async Task Make_IncludedFile_IsReadBelowTheFolderOnly()
    {
        _folder.Write("tasks/rows.jsonl", """{"q": "?", "options": ["a", "b"], "gold": 0}""");
        _folder.Write("tasks/_base", "output_type: multiple_choice\ndoc_to_text: '{{q}}'\ndoc_to_choice: options\ndataset_path: json\ndataset_kwargs: { data_files: rows.jsonl }\ndoc_to_target: wrong\n");
        _folder.Write("outside.yaml", "repeats: 3\n");
        var file = _folder.Write("tasks/mine.yaml", "task: mine\ninclude: [_base, ../outside.yaml]\ndoc_to_target: gold\n");

        var content = await ReadAsync(file);

        content.NotTaken.ShouldHaveSingleItem().ShouldSatisfyAllConditions(n => n.Key.ShouldBe("include: ../outside.yaml"), n => n.Why.ShouldContain("lies outside"));
        ((MultipleChoiceSettings)(await LoadAsync(content, "suites/mine/suite.yaml")).Settings).Answer!.Text.ShouldBe("gold");
    }

    [Theory]
    [InlineData("task: ../../evil\n", "suites/evil/suite.yaml")]
    [InlineData("task: 'a/b: c'\n", "suites/a-b--c/suite.yaml")]
    public async Task Make_HostileName_StaysInTheFolder(string line, string path)
    {
        _folder.Write("rows.jsonl", """{"q": "?", "options": ["a", "b"], "gold": 0}""");
        var content = await MakeAsync(line + "dataset_path: json\ndataset_kwargs: { data_files: rows.jsonl }\noutput_type: multiple_choice\ndoc_to_text: q\ndoc_to_choice: options\ndoc_to_target: gold\n");

        await LoadAsync(content, path);
    }

    [Fact]
    public async Task Make_DataOutsideTheFolder_IsNotCopied()
    {
        var outside = _out.Write("secret.jsonl", "{}");
        var content = await MakeAsync($"task: t\ndataset_path: json\ndataset_kwargs: {{ data_files: '{outside}' }}\noutput_type: multiple_choice\ndoc_to_text: q\ndoc_to_choice: options\ndoc_to_target: gold\n");

        content.Files.ShouldNotContain(f => f.Path.Contains("secret", StringComparison.Ordinal));
        content.Files.ShouldNotBeEmpty();
        content.NotTaken.ShouldContain(n => n.Key == "dataset_kwargs" && n.Why.Contains("lies outside", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Make_AliasOrBrokenYaml_IsAnErrorWithItsPlace()
    {
        var e = await Should.ThrowAsync<EvalConfigurationException>(() => MakeAsync("task: t\noutput_type: multiple_choice\na: &x [1]\nb: *x\n"));

        (e.Problems[0].At!.Line, e.Problems[0].At!.Column).ShouldBe((4, 4));
    }

    private Task<ImportedContent> MakeAsync(string yaml)
    {
        _folder.Write("task.yaml", yaml);
        return ReadAsync(Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).Any(f => f.Contains("samples_", StringComparison.Ordinal))
            ? _folder.Root
            : _folder.PathOf("task.yaml"));
    }

    private static Task<ImportedContent> ReadAsync(string path) => new LmEvalFormat().ReadAsync(ImportSource.Open(path), default);

    // As `check` would find it: the workspace loads, and every row of the suite can be asked.
    private async Task<Suite> LoadAsync(ImportedContent content, string path)
    {
        foreach (var file in content.Files)
        {
            var target = Path.GetFullPath(file.Path, _out.Root);
            target.ShouldStartWith(_out.Root);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var stream = File.Create(target);
            await file.WriteAsync(stream, default);
        }

        var workspace = WorkspaceLoader.Load(_out.PathOf("eval.yaml"));
        SuiteLoader.LoadAll(workspace.SuiteFiles).ShouldNotBeEmpty();
        var suite = SuiteLoader.Load(_out.PathOf(path));
        var data = new SuiteData(new DataSources());
        var context = new SampleContext(17, await data.FewShotAsync(suite, 17, default), _out.Root);
        var kind = SuiteKinds.Find(suite.Kind)!;
        var found = await data.InspectAsync(suite, new SampleRange(), 17, s => kind.Check(suite, s, context), default);
        found.Count.ShouldBeGreaterThan(0);
        return suite;
    }
}
