using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Requests;

/// <summary>Requests in Anthropic's format.</summary>
internal static class AnthropicRequests
{
    public static ModelRequest Messages(JsonObject body, string content)
    {
        if (body.Text("model") is not { Length: > 0 } model)
        {
            throw new RequestFormatException("model: Field required");
        }

        var maxTokens = body.Integer("max_tokens", 1) ?? throw new RequestFormatException("max_tokens: Field required");
        if (body["messages"] is null)
        {
            throw new RequestFormatException("messages: Field required");
        }

        var choice = body["tool_choice"] as JsonObject;
        return new ModelRequest
        {
            Kind = RequestKind.Messages,
            Model = model,
            Content = content,
            Prompts = [ChatMessages.Read(body, System(body["system"]))],
            Stream = body.Flag("stream"),
            StreamsUsage = true,
            MaxTokens = maxTokens,
            Temperature = body.Number("temperature") ?? 1,
            Stop = body.Texts("stop_sequences"),
            Schema = body["output_config"]?["format"]?["schema"] ?? body["output_format"]?["schema"],
            Tools = (body["tools"] as JsonArray)?.OfType<JsonObject>().ToDictionary(t => t.RequiredText("name"), t => t["input_schema"], StringComparer.Ordinal)
                ?? new Dictionary<string, JsonNode?>(StringComparer.Ordinal),
            RequiredTool = choice?.Text("type") switch
            {
                "any" => "*",
                "tool" => choice.RequiredText("name"),
                _ => null,
            },
        };
    }

    private static string? System(JsonNode? system) => system switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray blocks => string.Concat(blocks.Select(b => b?["text"]?.GetValue<string>())),
        _ => null,
    };
}
