using System.Text;
using System.Text.Json.Nodes;
using Eval.Providers.Batches;

namespace Eval.Providers.OpenAi;

/// <summary>OpenAI's files and batches.</summary>
internal sealed class OpenAiBatches : IBatchInterface
{
    private const string TagName = "eval_batch";

    public string Path => "/chat/completions";

    public async Task<string> SubmitAsync(BatchSender http, string tag, IReadOnlyDictionary<string, string> bodies, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        foreach (var (key, body) in bodies)
        {
            lines.Append(new JsonObject { ["custom_id"] = key, ["method"] = "POST", ["url"] = "/v1/chat/completions", ["body"] = JsonNode.Parse(body) }.ToJsonString()).Append('\n');
        }

        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(lines.ToString())), "file", $"{tag}.jsonl" },
        };
        var file = await http.JsonAsync(HttpMethod.Post, "files", form, cancellationToken);
        using var content = Json(new JsonObject
        {
            ["input_file_id"] = Text(file, "id"),
            ["endpoint"] = "/v1/chat/completions",
            ["completion_window"] = "24h",
            ["metadata"] = new JsonObject { [TagName] = tag },
        });
        return Text(await http.JsonAsync(HttpMethod.Post, "batches", content, cancellationToken), "id");
    }

    public async Task<IReadOnlyDictionary<string, BatchAnswer>?> PollAsync(BatchSender http, string batch, CancellationToken cancellationToken)
    {
        var state = await http.JsonAsync(HttpMethod.Get, $"batches/{Uri.EscapeDataString(batch)}", null, cancellationToken);
        var answers = new Dictionary<string, BatchAnswer>(StringComparer.Ordinal);
        switch (Text(state, "status"))
        {
            case "completed" or "expired" or "cancelled":
                foreach (var name in new[] { "output_file_id", "error_file_id" })
                {
                    if (Text(state, name) is { Length: > 0 } file)
                    {
                        foreach (var line in await http.LinesAsync($"files/{Uri.EscapeDataString(file)}/content", cancellationToken))
                        {
                            answers[Text(line, "custom_id")] = Answer(line);
                        }
                    }
                }

                return answers;
            case "failed":
                // The whole was refused; who waits learns why.
                answers[""] = new BatchAnswer(400, new JsonObject { ["error"] = new JsonObject { ["message"] = Why(state) } }.ToJsonString());
                return answers;
            default:
                return null;
        }
    }

    public async Task<string?> FindAsync(BatchSender http, string tag, CancellationToken cancellationToken)
    {
        var list = await http.JsonAsync(HttpMethod.Get, "batches?limit=100", null, cancellationToken);
        return (list["data"] as JsonArray ?? []).OfType<JsonObject>().Where(b => (b["metadata"] as JsonObject)?[TagName]?.ToString() == tag).Select(b => Text(b, "id")).FirstOrDefault();
    }

    internal static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    internal static string Text(JsonObject from, string name) => from[name] is JsonValue value ? value.ToString() : "";

    private static BatchAnswer Answer(JsonObject line) => line["response"] is JsonObject response && response["body"] is { } body
        ? new BatchAnswer(response["status_code"]?.GetValue<int>() ?? 200, body.ToJsonString())
        : BatchAnswer.GivenUp(Text(line["error"] as JsonObject ?? [], "code") is { Length: > 0 } code ? code : "no answer");

    private static string Why(JsonObject state) =>
        "the batch was refused: " + string.Join("; ", ((state["errors"] as JsonObject)?["data"] as JsonArray ?? []).OfType<JsonObject>().Select(e => Text(e, "message")).Distinct().Take(3));
}
