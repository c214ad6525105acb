using System.Text.Json;

namespace Eval.Providers.Endpoints;

/// <summary>What an endpoint says about a failure, in whichever dialect it says it.</summary>
/// <param name="Message">The sentence, or what there was of the body.</param>
/// <param name="Code">The machine's word for it (<c>context_length_exceeded</c> …), or empty.</param>
/// <param name="Type">The class of failure (<c>overloaded_error</c> …), or empty.</param>
/// <param name="Parameter">The request field that was wrong, or empty.</param>
internal sealed record ErrorBody(string Message, string Code = "", string Type = "", string Parameter = "")
{
    /// <summary>
    /// Reads <c>{"error": {"message", "type", "code", "param"}}</c> (OpenAI, Anthropic, Google, llama.cpp), <c>{"error": "…"}</c> (Ollama),
    /// <c>{"message": …}</c> (vLLM of old), <c>{"detail": …}</c> (FastAPI), a list of these, or plain text.
    /// </summary>
    public static ErrorBody Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement) ?? new ErrorBody(body);
        }
        catch (JsonException)
        {
            // A proxy's page says nothing that its status does not say.
            return new ErrorBody(body.AsSpan().TrimStart().StartsWith('<') ? "" : body);
        }
    }

    /// <summary>Reads a parsed body, or null where it is of no known form.</summary>
    public static ErrorBody? Read(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array when root.GetArrayLength() > 0 => Read(root[0]),
        JsonValueKind.Object when root.TryGetProperty("error", out var error) => error.ValueKind switch
        {
            JsonValueKind.String => new ErrorBody(error.GetString()!),
            JsonValueKind.Object => Fields(error),
            _ => null,
        },
        JsonValueKind.Object when root.TryGetProperty("message", out _) || root.TryGetProperty("detail", out _) => Fields(root),
        _ => null,
    };

    private static ErrorBody Fields(JsonElement error) => new(
        Text(error, "message") is { Length: > 0 } message ? message : Text(error, "detail"),
        Text(error, "code"),
        Text(error, "type") is { Length: > 0 } type ? type : Text(error, "status"),
        Text(error, "param"));

    private static string Text(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
