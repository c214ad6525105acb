using System.IO.Compression;
using System.Text.Json.Nodes;
using Eval.TestSupport;

namespace Eval.Core.Tests.Imports.Inspect;

/// <summary>Logs as inspect writes them (its log format 2), with data of ours.</summary>
internal static class InspectLogs
{
    /// <summary>The head of a log: four samples asked twice, one of which failed.</summary>
    public static JsonObject Header(string status = "success", string model = "mockllm/model", string task = "capitals") => JsonNode.Parse($$$$"""
        {
          "version": 2,
          "status": "{{{{status}}}}",
          "eval": {
            "eval_id": "e-{{{{task}}}}-{{{{model}}}}-{{{{status}}}}", "run_id": "r1", "created": "2026-11-20T10:00:00+00:00",
            "task": "{{{{task}}}}", "task_id": "t-{{{{task}}}}", "task_version": 2, "task_file": "capitals.py", "task_args": {"hint": false}, "task_args_passed": {},
            "dataset": {"name": "capitals", "location": "capitals.jsonl", "samples": 4, "sample_ids": ["fr", "de", "no", "pe"], "shuffled": false},
            "model": "{{{{model}}}}", "model_base_url": "http://127.0.0.1:1/v1", "model_args": {"api_key": "sk-not-to-be-kept", "seed": 7},
            "model_generate_config": {"temperature": 0.5, "max_tokens": 64},
            "config": {"epochs": 2, "epochs_reducer": ["mean"], "fail_on_error": false},
            "tags": ["nightly"],
            "packages": {"inspect_ai": "0.3.260"},
            "scorers": [{"name": "match", "options": {"numeric": false}, "metrics": [{"name": "inspect_ai/accuracy"}, {"name": "inspect_ai/stderr"}]}]
          },
          "plan": {"name": "plan", "steps": [{"solver": "generate", "params": {}}], "config": {"temperature": 0.5}},
          "results": {
            "total_samples": 8, "completed_samples": 7,
            "scores": [{"name": "match", "scorer": "match", "reducer": "mean", "scored_samples": 4, "unscored_samples": 0, "params": {},
              "metrics": {"accuracy": {"name": "accuracy", "value": 0.5625, "params": {}}, "stderr": {"name": "stderr", "value": 0.2135, "params": {} } } }]
          },
          "stats": {"started_at": "2026-11-20T10:00:00+00:00", "completed_at": "2026-11-20T10:01:00+00:00", "model_usage": {}}
        }
        """)!.AsObject();

    /// <summary>Eight samples in the order in which they were finished.</summary>
    public static IReadOnlyList<JsonObject> Samples() =>
    [
        Sample("de", 1, "I", "Bonn"), Sample("fr", 1, "C", "Paris"), Sample("pe", 1, "C", "Lima"), Sample("no", 1, "P", "Oslo?"),
        Sample("fr", 2, "C", "Paris"), Sample("de", 2, "C", "Berlin"), Sample("pe", 2, "I", "Cusco"),
        Failed("no", 2),
    ];

    public static JsonObject Sample(string id, int epoch, string value, string answer) => JsonNode.Parse($$$$"""
        {
          "id": "{{{{id}}}}", "epoch": {{{{epoch}}}},
          "input": [{"role": "system", "content": "One word."}, {"role": "user", "content": [{"type": "text", "text": "Capital of {{{{id}}}}?"}, {"type": "image", "image": "data:image/png;base64,AAAA"}]}],
          "target": ["right-{{{{id}}}}"],
          "messages": [{"role": "assistant", "content": "{{{{answer}}}}"}],
          "output": {"model": "m", "choices": [{"message": {"role": "assistant", "content": "{{{{answer}}}}"}, "stop_reason": "{{{{(value == "P" ? "max_tokens" : "stop")}}}}"}], "usage": {"input_tokens": 1, "output_tokens": 1}},
          "scores": {"match": {"value": "{{{{value}}}}", "answer": "{{{{answer}}}}", "explanation": "said {{{{answer}}}}", "history": []}},
          "metadata": {"region": "x"}, "store": {"a": [1, {"b": 2}]},
          "events": [{"event": "model", "output": {"choices": []}, "scores": {"match": {"value": "I"}}, "id": "not-an-id"}],
          "model_usage": {"mockllm/model": {"input_tokens": 11, "output_tokens": 3}, "openai/grader": {"input_tokens": 99, "output_tokens": 9}},
          "total_time": 2.0, "working_time": 1.5, "uuid": "u-{{{{id}}}}-{{{{epoch}}}}", "attachments": {"h": "large"}
        }
        """)!.AsObject();

    public static JsonObject Failed(string id, int epoch) => JsonNode.Parse($$$$"""
        {"id": "{{{{id}}}}", "epoch": {{{{epoch}}}}, "input": "Capital of {{{{id}}}}?", "target": "right-{{{{id}}}}", "messages": [], "output": {"model": "m", "choices": []},
         "scores": {}, "error": {"message": "APIConnectionError('refused')", "traceback": "…", "traceback_ansi": "…"}, "model_usage": {}, "total_time": 0.1}
        """)!.AsObject();

    /// <summary>Writes the form <c>.eval</c>.</summary>
    public static string WriteZip(TemporaryFolder folder, string name, JsonObject header, IEnumerable<JsonObject> samples)
    {
        var path = folder.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add(zip, "_journal/start.json", new JsonObject { ["version"] = 2, ["eval"] = header["eval"]!.DeepClone(), ["plan"] = header["plan"]!.DeepClone() });
        foreach (var sample in samples)
        {
            Add(zip, $"samples/{sample["id"]}_epoch_{sample["epoch"]}.json", sample);
        }

        Add(zip, "summaries.json", new JsonArray());
        if (header["status"]!.ToString() != "started")
        {
            Add(zip, "header.json", header);
        }

        return path;
    }

    /// <summary>Writes the form of one JSON document.</summary>
    public static string WriteJson(TemporaryFolder folder, string name, JsonObject header, IEnumerable<JsonObject> samples)
    {
        var log = header.DeepClone().AsObject();
        log["samples"] = new JsonArray([.. samples.Select(s => (JsonNode?)s.DeepClone())]);
        log["reductions"] = new JsonArray(new JsonObject { ["scorer"] = "match", ["samples"] = new JsonArray() });
        return folder.Write(name, log.ToJsonString());
    }

    private static void Add(ZipArchive zip, string name, JsonNode content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
        writer.Write(content.ToJsonString());
    }
}
