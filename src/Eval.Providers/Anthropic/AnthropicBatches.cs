using System.Text.Json.Nodes;
using Eval.Providers.Batches;
using Eval.Providers.OpenAi;

namespace Eval.Providers.Anthropic;

/// <summary>Anthropic's message batches.</summary>
internal sealed class AnthropicBatches : IBatchInterface
{
    public string Path => "/v1/messages";

    public async Task<string> SubmitAsync(BatchSender http, string tag, IReadOnlyDictionary<string, string> bodies, CancellationToken cancellationToken)
    {
        var requests = bodies.Select(b => (JsonNode)new JsonObject { ["custom_id"] = b.Key, ["params"] = JsonNode.Parse(b.Value) });
        using var content = OpenAiBatches.Json(new JsonObject { ["requests"] = new JsonArray([.. requests]) });
        return OpenAiBatches.Text(await http.JsonAsync(HttpMethod.Post, "v1/messages/batches", content, cancellationToken), "id");
    }

    public async Task<IReadOnlyDictionary<string, BatchAnswer>?> PollAsync(BatchSender http, string batch, CancellationToken cancellationToken)
    {
        var path = $"v1/messages/batches/{Uri.EscapeDataString(batch)}";
        var state = await http.JsonAsync(HttpMethod.Get, path, null, cancellationToken);
        if (OpenAiBatches.Text(state, "processing_status") != "ended")
        {
            return null;
        }

        var answers = new Dictionary<string, BatchAnswer>(StringComparer.Ordinal);
        foreach (var line in await http.LinesAsync($"{path}/results", cancellationToken))
        {
            var result = line["result"] as JsonObject ?? [];
            answers[OpenAiBatches.Text(line, "custom_id")] = OpenAiBatches.Text(result, "type") switch
            {
                "succeeded" when result["message"] is { } message => new BatchAnswer(200, message.ToJsonString()),
                "errored" when result["error"] is JsonObject error => new BatchAnswer(StatusOf(error), error.ToJsonString()),
                var other => BatchAnswer.GivenUp($"the request is {other}"),
            };
        }

        return answers;
    }

    // The service keeps no name of ours, so a batch that was handed in and not noted down is lost.
    public Task<string?> FindAsync(BatchSender http, string tag, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private static int StatusOf(JsonObject error) => Endpoints.FailureRules.StatusOf(Endpoints.ErrorBody.Read(error.ToJsonString()));
}
