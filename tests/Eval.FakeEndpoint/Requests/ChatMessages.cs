using System.Text;
using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Requests;

/// <summary>The messages of a chat as one prompt.</summary>
internal static class ChatMessages
{
    public static Prompt Read(JsonObject body, string? system = null)
    {
        if (body["messages"] is not JsonArray messages)
        {
            throw body["messages"] is null
                ? new RequestFormatException("Missing required parameter: 'messages'.", "messages", "missing_required_parameter")
                : JsonFields.WrongType("messages", "an array of objects");
        }

        if (messages.Count == 0)
        {
            throw new RequestFormatException(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array");
        }

        var all = new StringBuilder();
        var turns = new List<Turn>();
        if (system is { Length: > 0 })
        {
            all.Append("system: ").Append(system).Append('\n');
            turns.Add(new Turn("system", system));
        }

        var question = "";
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is not JsonObject message)
            {
                throw JsonFields.WrongType($"messages[{i}]", "an object");
            }

            var role = message.Text("role")
                ?? throw new RequestFormatException($"Missing required parameter: 'messages[{i}].role'.", $"messages[{i}].role", "missing_required_parameter");
            if (role is not ("system" or "developer" or "user" or "assistant" or "tool" or "function"))
            {
                throw new RequestFormatException(
                    $"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
                    $"messages[{i}].role", "invalid_value");
            }

            var text = Content(message["content"], i);
            all.Append(role).Append(": ").Append(text).Append('\n');
            turns.Add(new Turn(role == "developer" ? "system" : role, text));
            question = role == "user" ? text : question;
        }

        return new Prompt(all.Append("assistant: ").ToString(), question) { Turns = turns };
    }

    // A string, or a list of parts of which the text is read.
    private static string Content(JsonNode? content, int index) => content switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray parts => string.Concat(parts.OfType<JsonObject>().Select(p => p["text"]?.GetValue<string>() ?? p["content"]?.ToString() ?? "")),
        _ => throw JsonFields.WrongType($"messages[{index}].content", "a string or an array of objects"),
    };
}
