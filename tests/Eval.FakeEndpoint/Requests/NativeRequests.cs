using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Requests;

/// <summary>Requests of llama.cpp's own <c>/completion</c> route.</summary>
internal static class NativeRequests
{
    public static ModelRequest Completion(JsonObject body, string content, string model) => new()
    {
        Kind = RequestKind.Native,
        Model = model,
        Content = content,
        Prompts = [body["prompt"] switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => new Prompt(text, text),
            JsonArray tokens => OpenAiRequests.OfTokens(tokens),
            _ => throw new RequestFormatException("\"prompt\" must be a string, an list of tokens, a list of mixed strings & tokens, or a list of prompts"),
        }],
        Stream = body.Flag("stream"),
        MaxTokens = (body.Integer("n_predict") ?? body.Integer("max_tokens")) is { } n and >= 0 ? n : null,
        Temperature = body.Number("temperature") ?? 0.8,
        Seed = body.Long("seed"),
        TopLogprobs = body.Integer("n_probs") is { } probs and > 0 ? probs : null,
        Stop = body.Texts("stop"),
    };
}
