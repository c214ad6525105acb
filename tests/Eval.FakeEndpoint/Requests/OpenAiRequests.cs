using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Requests;

/// <summary>Requests in OpenAI's format.</summary>
internal static class OpenAiRequests
{
    public static ModelRequest Chat(JsonObject body, string content, string? deployment)
    {
        var wantsLogprobs = body.Flag("logprobs");
        var top = body.Integer("top_logprobs", 0, 20);
        if (top is not null && !wantsLogprobs)
        {
            throw new RequestFormatException("'top_logprobs' is only allowed when 'logprobs' is enabled.", "top_logprobs");
        }

        return Common(body, content, deployment) with
        {
            Kind = RequestKind.Chat,
            Prompts = [ChatMessages.Read(body)],
            MaxTokens = body.Integer("max_completion_tokens", 1) ?? body.Integer("max_tokens", 1),
            TopLogprobs = wantsLogprobs ? top ?? 0 : null,
            Schema = Schema(body["response_format"] as JsonObject),
            Tools = Tools(body["tools"] as JsonArray),
            RequiredTool = body["tool_choice"] switch
            {
                JsonValue value when value.TryGetValue<string>(out var word) => word == "required" ? "*" : null,
                JsonObject named => named["function"]?["name"]?.GetValue<string>() ?? "*",
                _ => null,
            },
        };
    }

    public static ModelRequest Completion(JsonObject body, string content, string? deployment) => Common(body, content, deployment) with
    {
        Kind = RequestKind.Completion,
        Prompts = Prompts(body["prompt"]),
        MaxTokens = body.Integer("max_tokens", 0) ?? 16,
        TopLogprobs = body.Integer("logprobs", 0, 20),
        Echo = body.Flag("echo"),
    };

    private static ModelRequest Common(JsonObject body, string content, string? deployment) => new()
    {
        Kind = RequestKind.Chat,
        Model = deployment ?? (body.Text("model") is { Length: > 0 } model
            ? model
            : throw new RequestFormatException("you must provide a model parameter")),
        Content = content,
        Prompts = [],
        Stream = body.Flag("stream"),
        StreamsUsage = (body["stream_options"] as JsonObject)?.Flag("include_usage") ?? false,
        Count = body.Integer("n", 1, 128) ?? 1,
        Temperature = body.Number("temperature") ?? 1,
        Seed = body.Long("seed"),
        Stop = body.Texts("stop"),
    };

    private static JsonNode? Schema(JsonObject? format) => format?["type"]?.GetValue<string>() switch
    {
        "json_schema" => format["json_schema"]?["schema"]
            ?? throw new RequestFormatException("Missing required parameter: 'response_format.json_schema.schema'.", "response_format.json_schema.schema", "missing_required_parameter"),
        "json_object" => new JsonObject(),
        null or "text" => null,
        var other => throw new RequestFormatException(
            $"Invalid value: '{other}'. Supported values are: 'json_object', 'json_schema', and 'text'.", "response_format.type", "invalid_value"),
    };

    private static Dictionary<string, JsonNode?> Tools(JsonArray? tools) =>
        tools?.OfType<JsonObject>().Select(t => t["function"]).OfType<JsonObject>()
            .ToDictionary(f => f.RequiredText("name"), f => f["parameters"], StringComparer.Ordinal) ?? [];

    // A text, several texts, tokens, or several lists of tokens.
    private static IReadOnlyList<Prompt> Prompts(JsonNode? prompt) => prompt switch
    {
        null => [new Prompt("", "")],
        JsonValue value when value.TryGetValue<string>(out var text) => [new Prompt(text, text)],
        JsonArray { Count: > 0 } list when list.All(p => p is JsonArray) => [.. list.Select(p => OfTokens((JsonArray)p!))],
        JsonArray { Count: > 0 } list when list[0] is JsonValue first && first.TryGetValue<string>(out _) => [.. list.Select(p => new Prompt(p!.GetValue<string>(), p.GetValue<string>()))],
        JsonArray { Count: > 0 } list => [OfTokens(list)],
        _ => throw JsonFields.WrongType("prompt", "a string, an array of strings, an array of integers or an array of arrays of integers"),
    };

    internal static Prompt OfTokens(JsonArray tokens) => new("", "", [.. tokens.Select(t => t is JsonValue v && v.TryGetValue<int>(out var id)
        ? id
        : throw JsonFields.WrongType("prompt", "an array of integers"))]);
}
