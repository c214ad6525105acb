using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Core.Running;

/// <summary>Whether a suite still asks what its stored answers were given to.</summary>
internal static class AskedDefinition
{
    // What a candidate is sent, how its answer is cut, and what a judge is told that it was asked.
    private static readonly string[] Keys = ["prompt", "instruction", "system", "turns", "fewShot", "fewShotAs", "stop", "reasoning", "mode", "question"];

    /// <summary>The first key that decides what was asked and is another one now; null where none is, or where what was asked was not kept.</summary>
    /// <param name="stored">The stored definition; see <see cref="StoredCell.DefinitionText"/>.</param>
    /// <param name="current">The suite's; see <see cref="Suites.Suite.DefinitionText"/>.</param>
    public static string? Changed(string? stored, string? current) => Parse(stored) is { } then && Parse(current) is { } now
        ? Array.Find(Keys, key => !JsonNode.DeepEquals(then[key], now[key]))
        : null;

    private static JsonObject? Parse(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
