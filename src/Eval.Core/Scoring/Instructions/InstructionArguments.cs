using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Core.Scoring.Instructions;

/// <summary>The arguments of one instruction, as the data gives them (<c>kwargs</c>); numbers may be written as 3 or 3.0.</summary>
/// <param name="values">The arguments by name.</param>
public sealed class InstructionArguments(JsonObject values)
{
    /// <summary>A text; empty where it is missing.</summary>
    public string Text(string name) => values[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>A number; 0 where it is missing.</summary>
    public int Number(string name) => values[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? (int)double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
        : 0;

    /// <summary>A list of texts; empty where it is missing.</summary>
    public IReadOnlyList<string> Texts(string name) => values[name] is JsonArray list ? [.. list.OfType<JsonValue>().Select(v => v.ToString())] : [];

    /// <summary>True where an argument is there and says something: the published program draws a random value in place of an empty one.</summary>
    public bool Has(string name) => values[name] switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().Length > 0,
            JsonValueKind.Number => Number(name) != 0,
            JsonValueKind.True => true,
            _ => false,
        },
        _ => true,
    };

    /// <summary>Compares a count with a bound: <c>at least</c> (also without a word) or <c>less than</c>.</summary>
    public bool Holds(int count, string bound, string relation = "relation") =>
        string.Equals(Text(relation), "less than", StringComparison.Ordinal) ? count < Number(bound) : count >= Number(bound);
}
