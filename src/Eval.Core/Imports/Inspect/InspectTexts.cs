using System.Text;
using System.Text.Json;
using Eval.Core.Imports.Json;

namespace Eval.Core.Imports.Inspect;

/// <summary>What was asked and answered, as plain text.</summary>
internal static class InspectTexts
{
    /// <summary>A text, or a list of chat messages as <c>role: content</c>; pictures and other files are named, not shown.</summary>
    public static string? Input(InspectSample sample)
    {
        if (sample["input"] is not { } input)
        {
            return null;
        }

        var text = new StringBuilder();
        if (input.ValueKind == JsonValueKind.Array)
        {
            foreach (var message in input.EnumerateArray())
            {
                text.Append(text.Length > 0 ? "\n\n" : "").Append(message.TextOf("role") ?? "user").Append(": ").Append(Content(message.Member("content")));
            }
        }
        else
        {
            text.Append(input.Label());
        }

        if (sample["choices"] is { ValueKind: JsonValueKind.Array } choices)
        {
            foreach (var (index, choice) in choices.EnumerateArray().Index())
            {
                text.Append('\n').Append(index < 26 ? (char)('A' + index) : '-').Append(") ").Append(choice.Label());
            }
        }

        return text.ToString();
    }

    /// <summary>What would have been right; several targets stand one below the other.</summary>
    public static string? Target(InspectSample sample) => sample["target"] switch
    {
        { ValueKind: JsonValueKind.Array } list => string.Join('\n', list.EnumerateArray().Select(t => t.Label())),
        { } target => target.Label(),
        null => null,
    };

    /// <summary>What the model wrote: the text of the first choice.</summary>
    public static string? Output(InspectSample sample) => sample["output"] is { } output
        ? Content(output.ItemsOf("choices").Select(c => c.Member("message", "content")).FirstOrDefault()) ?? output.TextOf("completion")
        : null;

    /// <summary>Why the model stopped, where it was not by itself; null otherwise.</summary>
    public static string? StopReason(InspectSample sample) =>
        sample["output"]?.ItemsOf("choices").Select(c => c.TextOf("stop_reason")).FirstOrDefault() is { } reason && reason is not ("stop" or "tool_calls") ? reason : null;

    private static string? Content(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.Array } parts => string.Join('\n', parts.EnumerateArray()
            .Select(p => p.TextOf("type") == "text" ? p.TextOf("text") : $"({p.TextOf("type") ?? "something"})")),
        { } text => text.Label(),
        null => null,
    };
}
