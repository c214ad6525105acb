using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.TestSupport;

namespace Eval.Core.Tests.Datasets;

/// <summary>
/// Every set of the shared folder, described as a user would describe it: in YAML, without code. Counts and the checked fields are those of
/// the sets' own SOURCE.md and of the files, read with other tools.
/// </summary>
public class PublicDatasetTests
{
    public static TheoryData<string, string, int, string, string> Sets => new()
    {
        { "alpaca-eval v1", "path: alpaca-eval/alpaca_eval_gpt4_leaderboard.csv\n  map: { model: '{{column1}}', wins: { number: '{{n_wins}}' } }\n  id: '{{column1}}'", 102, "wins", "783" },
        { "alpaca-eval v2", "path: alpaca-eval/weighted_alpaca_eval_gpt4_turbo_leaderboard.csv", 223, "column1", "NullModel" },
        { "alpaca-eval judges", "path: alpaca-eval/evaluators_leaderboard.csv\n  map: { price: '{{[Price [$/1000 examples]]}}' }", 32, "price", "14.471944444444444" },
        { "arc", "path: [arc/ARC-Challenge-test.jsonl, arc/ARC-Easy-test.jsonl]\n  fieldFromName: 'ARC-(?<set>\\w+)-test'", 3548, "choices.[2]", "Planetary days will become shorter." },
        { "arena-hard v0.1", "path: arena-hard/arena-hard-v0.1-question.jsonl\n  id: '{{uid}}'", 500, "cluster", "ABC Sequence Puzzles & Groups" },
        { "arena-hard v2.0", "path: arena-hard/arena-hard-v2.0-question.jsonl\n  id: '{{uid}}'", 750, "category", "hard_prompt" },
        { "arena-hard leaderboard", "path: arena-hard/arena_hard_leaderboard_20240731.csv", 60, "CI", "(-1.88, +1.97)" },
        { "bbh", "path: bbh/*.json\n  select: $.examples[*]\n  fieldFromName: 'bbh/(?<task>\\w+)\\.json'", 6511, "task", "boolean_expressions" },
        { "bbq", "path: bbq/data/*.jsonl.gz\n  map: { choices: ['{{ans0}}', '{{ans1}}', '{{ans2}}'] }\n  id: '{{category}}-{{example_id}}'", 11956, "choices", "[\"The grandfather\",\"The grandson\",\"Can't be determined\"]" },
        { "bbq predictions", "path: bbq/results-unifiedqa/*.jsonl.gz\n  id: '{{category}}-{{example_id}}'", 11956, "additional_metadata.stereotyped_groups.[0]", "old" },
        { "bbq names", "path: bbq/vocabulary_proper_names.csv", 240, "info", "bias 0.8, freq 50" },
        { "bbq vocabulary", "path: bbq/vocabulary.csv", 128, "Name", "Christian" },
        { "bbq published", "path: bbq/published_scores.json\n  select: $.figure3_bias_score.*.*\n  columns: [condition, category, scores]", 22, "scores", "[48.7,27.3]" },
        { "bold", "path: bold/prompts/*.json\n  select: $.*.*[*]\n  columns: [group, title, prompt]\n  fieldFromName: '(?<domain>[a-z_]+)_prompt\\.json'", 23679, "group", "American_actors" },
        { "bold wikipedia", "path: bold/wikipedia/*.json.gz\n  select: $.*.*[*]\n  columns: [group, title, sentence]", 23679, "title", "Jacob_Zachar" },
        { "crows-pairs", "path: crows-pairs/crows_pairs_anonymized.csv\n  id: '{{column1}}'", 1508, "bias_type", "race-color" },
        { "gatsby", "path: gatsby/gatsby.txt\n  linesPerSample: 0\n  map: { text: \"{{match text '(?s)[*]{3} START OF .*? [*]{3}\\\\s+(.*?)\\\\s+[*]{3} END OF'}}\" }", 1, "text", "The Great Gatsby…" },
        { "gatsby ascii", "path: gatsby/gatsby_ascii.txt\n  linesPerSample: 0\n  pathSha256: b2669e5e996d89c1d0251cc6bd0219f743c09ca1ebc26b035e0d50154e2de701", 1, "text", "In my younger and more…" },
        { "gsm8k", "path: gsm8k/test.jsonl\n  map: { target: \"{{match answer '#### (.*)'}}\" }", 1319, "target", "18" },
        { "gsm8k train", "path: gsm8k/train.jsonl.gz", 7473, "question", "Natalia sold clips to 48…" },
        { "hellaswag", "path: hellaswag/hellaswag_val_full.txt.gz\n  linesPerSample: 6\n  columns: [context, gold, e0, e1, e2, e3]\n  map: { choices: ['{{e0}}', '{{e1}}', '{{e2}}', '{{e3}}'], gold: { number: '{{gold}}' } }", 10042, "choices.[3]", "starts pulling up roofing on a roof." },
        { "humaneval", "path: humaneval/HumanEval.jsonl.gz\n  url: https://example.org/HumanEval.jsonl.gz\n  sha256: b796127e635a67f93fb35c04f4cb03cf06f38c8072ee7cee8833d7bee06979ef\n  id: '{{task_id}}'", 164, "entry_point", "has_close_elements" },
        { "llmbar", "path: 'llmbar/LLMBar/**/dataset.json'\n  fieldFromName: 'LLMBar/(?<subset>.*)/dataset'", 419, "subset", "Adversarial/GPTInst" },
        { "llmbar mt-bench", "path: llmbar/Processed/MT-Bench/dataset.json", 200, "label", "1" },
        { "llmbar judges", "path: 'llmbar/judge-results/LLMBar/Natural/*/*/result.json.gz'\n  fieldFromName: 'Natural/(?<judge>[^/]+)/(?<strategy>[^/]+)/result'", 400, "judge", "ChatGPT" },
        { "mmlu", "path: mmlu/test/*.csv\n  fieldFromName: '(?<subject>\\w+)_test\\.csv'\n  map: { choices: ['{{choice0}}', '{{choice1}}', '{{choice2}}', '{{choice3}}'] }", 14042, "subject", "abstract_algebra" },
        { "mmlu dev", "path: mmlu/dev/*.csv\n  fieldFromName: '(?<subject>\\w+)_dev\\.csv'", 285, "answer", "1" },
        { "model-prices", "path: model-prices/model_prices_and_context_window.json\n  select: $.*\n  columns: [model]\n  id: '{{model}}'", 218, "input_cost_per_token", "3e-06" },
        { "mt-bench", "path: mt-bench/mt_bench/question.jsonl\n  id: '{{question_id}}'", 80, "turns.[1]", "Rewrite your previous response. Start every sentence with the letter A." },
        { "mt-bench references", "path: mt-bench/mt_bench/reference_answer_gpt-4.jsonl\n  map: { answers: '{{choices.[0].turns}}' }", 30, "answers.[0]", "If you have just overtaken…" },
        { "mt-bench judges", "path: mt-bench/judge_prompts.jsonl\n  id: '{{name}}'", 8, "type", "pairwise" },
        { "vicuna", "path: mt-bench/vicuna_bench/question.jsonl", 80, "category", "generic" },
        { "stereoset", "path: stereoset-intra-pairs/stereoset.csv\n  id: '{{column1}}'", 2106, "disadvantaged", "The chess player was asian." },
        { "truthfulqa", "path: truthfulqa/TruthfulQA.csv\n  split: { Correct Answers: ';', Incorrect Answers: ';' }\n  map: { choices: ['{{[Correct Answers]}}', '{{[Incorrect Answers]}}'], labels: [ { forEach: '{{[Correct Answers]}}', value: 1 }, { forEach: '{{[Incorrect Answers]}}', value: 0 } ] }", 790, "labels", "[1,1,1,1,1,1,0,0,0,0,0,0,0]" },
        { "wikitext", "path: wikitext-2-raw/wiki.test.raw\n  format: text\n  linesPerSample: 0\n  pathSha256: 173c87a53759e0201f33e0ccf978e510c2042d7f2cb78229d9a50d79b9e7dd08", 1, "text", " \n = Robert Boulter = \n …" },
        { "wikitext rows", "path: wikitext-2-raw/wiki.test.raw\n  format: text", 4358, "text", " " },
        { "winobias", "path: winobias/*_stereotyped_type*.txt.*\n  format: text\n  fieldFromName: '(?<set>anti|pro)_stereotyped_type(?<type>[12])\\.txt\\.(?<split>dev|test)'\n  map: { sentence: \"{{match text '^\\\\d+ (.*)$'}}\", mentions: [\"{{match text '\\\\[([^]]*)\\\\]'}}\"] }", 3168, "sentence", "[The developer] argued with the designer because [she] did not like the design." },
        { "winobias occupations", "path: winobias/*male_occupations.txt", 40, "text", "attendant" },
        { "winobias swaps", "path: winobias/generalized_swaps.txt\n  format: tsv\n  columns: [a, b]\n  map: { a: '{{trim a}}', b: '{{trim b}}' }", 104, "b", "actress" },
        { "winobias words", "path: winobias/extra_gendered_words.txt\n  format: tsv\n  columns: [a, b]", 92, "b", "cowgirl" },
        { "winogender", "path: winogender/all_sentences.tsv\n  map: { gender: \"{{match sentid '\\\\.(male|female|neutral)\\\\.txt$'}}\" }\n  id: '{{sentid}}'", 720, "gender", "male" },
        { "winogender templates", "path: winogender/templates.tsv", 120, "[other-participant(1)]", "customer" },
        { "winogender occupations", "path: winogender/occupations-stats.tsv", 60, "bls_pct_female", "40.34" },
    };

    [SharedTheory]
    [MemberData(nameof(Sets))]
    public async Task Read_PublicSet_GivesItsRowsAndFields(string name, string dataset, int count, string field, string expected)
    {
        using var folder = new TemporaryFolder();
        var rows = await DatasetRows.ReadAsync(folder, dataset, new DataSources(SharedFolder.PathOf("datasets")));
        rows.Count.ShouldBe(count, name);
        rows.Select(r => r.Id).ShouldBeUnique();
        FieldPath.TryParse(field, out var path).ShouldBeTrue();
        path!.TryFind(rows[0].Fields, out var value).ShouldBeTrue();
        var text = value is JsonArray ? value.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) : FieldPath.TextOf(value)!;
        if (expected.EndsWith('…'))
        {
            text.ShouldStartWith(expected[..^1]);
        }
        else
        {
            text.ShouldBe(expected);
        }
    }

    [SharedFact]
    public void Sets_EveryFolder_IsDescribed() =>
        Directory.GetDirectories(SharedFolder.PathOf("datasets")).Select(d => Path.GetFileName(d)!)
            .ShouldBeSubsetOf(Sets.Select(s => ((string)s[1]).Split("path: ")[1].TrimStart('[', '\'').Split('/')[0]));

    [SharedFact]
    public async Task Read_PathWithAnotherHash_NamesBothHashes()
    {
        using var folder = new TemporaryFolder();
        var problem = await ConfigAssert.ProblemAsync(() => DatasetRows.ReadAsync(
            folder, $"path: gsm8k/test.jsonl\n  pathSha256: {new string('0', 64)}", new DataSources(SharedFolder.PathOf("datasets"))));
        problem.ShouldContain("3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14");
        problem.ShouldContain(new string('0', 64));
        problem.ShouldContain("suite.yaml:5:3");
    }

    [SharedFact]
    public async Task Read_PackedFileOfAnUnpackedOriginal_PassesByTheUnpackedHash()
    {
        using var folder = new TemporaryFolder();
        var rows = await DatasetRows.ReadAsync(
            folder,
            "path: gsm8k/train.jsonl.gz\n  url: https://example.org/train.jsonl\n  sha256: 17f347dc51477c50d4efb83959dbb7c56297aba886e5544ee2aaed3024813465",
            new DataSources(SharedFolder.PathOf("datasets")));
        rows[0].Id.ShouldBe("train.jsonl:1");
    }

    [SharedFact]
    public async Task Read_WikitextAsAWhole_IsByteForByte()
    {
        using var folder = new TemporaryFolder();
        var row = (await DatasetRows.ReadAsync(
            folder, "path: wikitext-2-raw/wiki.test.raw\n  format: text\n  linesPerSample: 0", new DataSources(SharedFolder.PathOf("datasets"))))[0];
        System.Text.Encoding.UTF8.GetByteCount(row.Fields["text"]!.GetValue<string>()).ShouldBe(1_290_590);
    }
}
