using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>How answers are generated: <c>generation_kwargs</c>, and what the tool does where they are absent.</summary>
internal static class TaskGeneration
{
    private const int DefaultTokens = 256;

    /// <summary>Adds the keys to a suite.</summary>
    public static void AddTo(JsonObject suite, TaskYaml task, List<NotTaken> notTaken)
    {
        var given = task["generation_kwargs"];
        var delimiter = task.Text("fewshot_delimiter") ?? "\n\n";
        var stops = TaskYaml.NodeOf(given, "until") switch
        {
            YamlSequenceNode list => list.Children.OfType<YamlScalarNode>().Select(s => s.Value ?? "").ToList(),
            YamlScalarNode { Value: { } one } => [one],
            _ => [delimiter],
        };
        suite["stop"] = new JsonArray([.. stops.Where(s => s.Length > 0).Select(s => (JsonNode?)JsonValue.Create(s))]);
        suite["maxTokens"] = int.TryParse(TaskYaml.TextOf(given, "max_gen_toks") ?? TaskYaml.TextOf(given, "max_new_tokens"), out var tokens) && tokens > 0 ? tokens : DefaultTokens;
        var isSampled = !string.Equals(TaskYaml.TextOf(given, "do_sample") ?? "true", "false", StringComparison.OrdinalIgnoreCase);
        if (isSampled && Number(given, "temperature") is > 0 and var temperature)
        {
            suite["temperature"] = Math.Min(2, temperature);
            if (Number(given, "top_p") is { } share and > 0 and < 1)
            {
                suite["topP"] = share;
            }
        }

        string[] known = ["until", "max_gen_toks", "max_new_tokens", "do_sample", "temperature", "top_p"];
        foreach (var key in (given as YamlMappingNode)?.Children.Keys.OfType<YamlScalarNode>().Where(k => !known.Contains(k.Value, StringComparer.Ordinal)) ?? [])
        {
            notTaken.Add(new NotTaken(task.At("generation_kwargs", key), $"generation_kwargs.{key.Value}", "has no counterpart here"));
        }
    }

    private static double? Number(YamlNode? map, string key) =>
        double.TryParse(TaskYaml.TextOf(map, key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
