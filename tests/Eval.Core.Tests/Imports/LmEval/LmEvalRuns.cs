using System.Text.Json.Nodes;
using Eval.TestSupport;

namespace Eval.Core.Tests.Imports.LmEval;

/// <summary>Results and samples as lm-evaluation-harness writes them (0.4.9), with data of ours.</summary>
internal static class LmEvalRuns
{
    public const string Date = "2026-11-20T10-00-00.123456";

    /// <summary>Writes a results file with three tasks (choices, generation under two filters, texts) and the samples of the first two.</summary>
    public static string Write(TemporaryFolder folder, string model = "org/tiny", string folderName = "org__tiny")
    {
        folder.Write($"{folderName}/samples_capitals_{Date}.jsonl", string.Join('\n', Choice(1, 0, -2.5, -9), Choice(0, 1, -4, -1), Choice(2, 0, -3, -2)) + "\n");
        folder.Write($"{folderName}/samples_sums_{Date}.jsonl", string.Join('\n',
            Generation(0, "strict-match", " The sum is 4\n#### 4", "4", 1), Generation(1, "strict-match", " five", "[invalid]", 0),
            Generation(0, "flexible-extract", " The sum is 4\n#### 4", "4", 1), Generation(1, "flexible-extract", " five 5", "5", 1)) + "\n");
        return folder.Write($"{folderName}/results_{Date}.json", Results(model).ToJsonString());
    }

    public static JsonObject Results(string model = "org/tiny") => JsonNode.Parse($$$$"""
        {
          "results": {
            "world": {"acc,none": 0.6, "acc_stderr,none": 0.1, "alias": "world", "sample_count": {"acc,none": 10}},
            "capitals": {"alias": " - capitals", "sample_len": 3, "acc,none": 0.6666666666666666, "acc_stderr,none": 0.33333333333333337, "acc_norm,none": 0.3333333333333333, "acc_norm_stderr,none": 0.33333333333333337},
            "rivers": {"alias": " - rivers", "acc,none": 0.5714285714285714, "acc_stderr,none": "N/A"},
            "sums": {"alias": "sums", "exact_match,strict-match": 0.5, "exact_match_stderr,strict-match": 0.5, "exact_match,flexible-extract": 1.0, "exact_match_stderr,flexible-extract": 0.0},
            "empty": {"alias": "empty", "bypass,none": 999, "bypass_stderr,none": "N/A"}
          },
          "groups": {"world": {"acc,none": 0.6, "acc_stderr,none": 0.1, "alias": "world"}},
          "group_subtasks": {"world": ["capitals", "rivers"], "sums": []},
          "configs": {
            "capitals": {"task": "capitals", "dataset_path": "json", "doc_to_text": "Capital of {{country}}?", "process_docs": "<function process at 0x7f00aa11>", "output_type": "multiple_choice", "num_fewshot": 0, "metadata": {"version": 1.0, "pretrained": "{{{{model}}}}"}},
            "rivers": {"task": "rivers", "metadata": {"version": 2.0}},
            "sums": {"task": "sums", "output_type": "generate_until", "metadata": {"version": 3.0}}
          },
          "versions": {"capitals": 1.0, "rivers": 2.0, "sums": 3.0},
          "n-shot": {"capitals": 0, "rivers": 0, "sums": 5},
          "higher_is_better": {"capitals": {"acc": true, "acc_norm": true}, "sums": {"exact_match": true}},
          "n-samples": {"capitals": {"original": 100, "effective": 3}, "rivers": {"original": 7, "effective": 7}, "sums": {"original": 2, "effective": 2}},
          "config": {"model": "hf", "model_args": "pretrained={{{{model}}}},dtype=float32,api_key=sk-not-to-be-kept", "model_revision": "main", "batch_size": "8", "device": "cpu", "limit": 3.0, "gen_kwargs": null, "random_seed": 5, "numpy_seed": 1234},
          "git_hash": "abc1234", "date": 1795168800.5, "pretty_env_info": "Linux", "transformers_version": "5.0", "lm_eval_version": "0.4.9",
          "upper_git_hash": null, "max_length": 2048, "task_hashes": {"capitals": "h"},
          "model_source": "hf", "model_name": "{{{{model}}}}", "model_name_sanitized": "{{{{model.Replace("/", "__", StringComparison.Ordinal)}}}}",
          "system_instruction": null, "system_instruction_sha": null, "fewshot_as_multiturn": false, "chat_template": null, "chat_template_sha": null,
          "total_evaluation_time_seconds": "60.25"
        }
        """)!.AsObject();

    // Numbers in responses are written as texts (sanitize_list); the target is a text too.
    public static string Choice(int id, int gold, double first, double second)
    {
        var isRight = (first >= second ? 0 : 1) == gold;
        return JsonNode.Parse($$$$"""
            {"doc_id": {{{{id}}}}, "doc": {"country": "c{{{{id}}}}", "options": ["One", "Other"], "gold": {{{{gold}}}}}, "target": "{{{{gold}}}}",
             "arguments": {"gen_args_0": {"arg_0": "Capital of c{{{{id}}}}?", "arg_1": " One"}, "gen_args_1": {"arg_0": "Capital of c{{{{id}}}}?", "arg_1": " Other"}},
             "resps": [[["{{{{first}}}}", "False"]], [["{{{{second}}}}", "False"]]], "filtered_resps": [["{{{{first}}}}", "False"], ["{{{{second}}}}", "False"]],
             "filter": "none", "metrics": ["acc", "acc_norm"], "doc_hash": "d{{{{id}}}}", "prompt_hash": "p{{{{id}}}}", "target_hash": "t{{{{gold}}}}",
             "acc": {{{{(isRight ? "1.0" : "0.0")}}}}, "acc_norm": {{{{(id == 1 ? "1.0" : "0.0")}}}}}
            """)!.ToJsonString();
    }

    public static string Generation(int id, string filter, string text, string extracted, double score) => new JsonObject
    {
        ["doc_id"] = id,
        ["doc"] = new JsonObject { ["question"] = $"q{id}", ["answer"] = "so it is #### 4" },
        ["target"] = "4",
        ["arguments"] = JsonNode.Parse($$$$"""{"gen_args_0": {"arg_0": "Question: q{{{{id}}}}", "arg_1": {"until": ["\n"]}}}"""),
        ["resps"] = new JsonArray(new JsonArray(text)),
        ["filtered_resps"] = new JsonArray(extracted),
        ["filter"] = filter,
        ["metrics"] = new JsonArray("exact_match"),
        ["doc_hash"] = $"d{id}",
        ["prompt_hash"] = "p",
        ["target_hash"] = "t",
        ["exact_match"] = score,
    }.ToJsonString();
}
