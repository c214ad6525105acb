using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Cli.Rendering;

/// <summary>What judges said about a stored sample, read from its detail.</summary>
internal static class JudgedReport
{
    /// <summary>One text for each verdict, and one for the canaries where the sample carries them; empty where nobody judged.</summary>
    public static IReadOnlyList<(string Title, string Text)> Of(string? detail)
    {
        try
        {
            if (detail is null || JsonNode.Parse(detail) is not JsonObject node)
            {
                return [];
            }

            var verdicts = (node["judges"] as JsonArray ?? []).OfType<JsonObject>().Select(Verdict).ToList();
            return node["canaries"] is JsonArray canaries ? [.. verdicts, ("canaries", string.Join("\n", canaries.OfType<JsonObject>().Select(Canary)))] : verdicts;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            // Imported from somewhere else: --full shows it as it is.
            return [];
        }
    }

    private static (string Title, string Text) Verdict(JsonObject verdict)
    {
        var title = $"judge {Text(verdict, "judge")}" + (verdict["turn"] is { } turn ? $", turn {turn}" : "") + ": "
            + (Number(verdict, "score") ?? Text(verdict, "state"));
        var lines = new List<string>();
        if (verdict["criteria"] is JsonObject { Count: > 1 } criteria)
        {
            lines.Add(string.Join(", ", criteria.Select(c => $"{c.Key} {Number(criteria, c.Key)}")));
        }

        if (verdict["pair"] is JsonObject pair)
        {
            lines.Add($"shown first {Strength(pair, "oursFirst")}, shown second {Strength(pair, "oursSecond")}"
                + (pair["disagreement"]?.GetValue<bool>() == true ? "; the orders disagree" : ""));
        }

        if (Number(verdict, "lostMass") is { } lost)
        {
            lines.Add($"probability beside the scale {lost}");
        }

        if (Text(verdict, "reason") is { Length: > 0 } reason)
        {
            lines.Add(reason);
        }

        var replies = (verdict["replies"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        lines.Add(Text(verdict, "feedback") is { Length: > 0 } feedback ? feedback : replies.Count > 0 ? Text(replies[^1], "text") : "");
        return (title, string.Join("\n", lines.Where(l => l.Length > 0)));
    }

    private static string Canary(JsonObject canary) =>
        $"{Text(canary, "canary")}, judge {Text(canary, "judge")}: "
        + (canary["caught"]?.GetValue<bool>() switch { true => "seen through", false => "TAKEN IN", _ => Text(canary, "state") })
        + (Number(canary, "score") is { } score ? $" (score {score})" : "");

    private static string Strength(JsonObject pair, string name) => pair[name]?.GetValue<int>() switch
    {
        2 => "much better",
        1 => "better",
        0 => "a tie",
        -1 => "worse",
        -2 => "much worse",
        _ => "no verdict",
    };

    private static string Text(JsonObject node, string name) => node[name]?.GetValue<string>() ?? "";

    private static string? Number(JsonObject node, string name) => node[name]?.GetValue<double>().ToString("0.####", CultureInfo.InvariantCulture);
}
