using System.Globalization;
using System.Text.Json.Nodes;
using Eval.Core.Workspaces;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Eval.Core.Imports.Foreign;

/// <summary>Reads nodes of other tools' YAML without complaining about what is not there.</summary>
internal static class ForeignYamlNodes
{
    // Aliases may unfold one node many times.
    private const int MostNodes = 1_000_000;

    /// <summary>The value of a key, or null.</summary>
    public static YamlNode? Get(this YamlNode? node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) && !IsNull(value) ? value : null;

    /// <summary>The pairs of a map; none for anything else.</summary>
    public static IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value)> Pairs(this YamlNode? node) =>
        node is YamlMappingNode map
            ? map.Children.Where(p => p.Key is YamlScalarNode).Select(p => (((YamlScalarNode)p.Key).Value ?? "", p.Key, p.Value))
            : [];

    /// <summary>The items of a list; none for anything else.</summary>
    public static IReadOnlyList<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode list ? [.. list.Children] : [];

    /// <summary>A text or number as it is written, or null.</summary>
    public static string? Text(this YamlNode? node) => node is YamlScalarNode { Value: { } value } scalar && !IsNull(scalar) ? value : null;

    /// <summary>A number, or null.</summary>
    public static double? Number(this YamlNode? node) =>
        double.TryParse(node.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A node as JSON: plain scalars by YAML 1.2's core schema, everything else as text.</summary>
    public static JsonNode? ToJson(this YamlNode node)
    {
        var budget = MostNodes;
        return Convert(node, 0, ref budget);
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int budget)
    {
        if (depth > 64 || --budget < 0)
        {
            throw new EvalConfigurationException(null, "the YAML unfolds to too many or too deep values");
        }

        switch (node)
        {
            case YamlMappingNode map:
                var pairs = new JsonObject();
                foreach (var (key, value) in map.Children)
                {
                    pairs[(key as YamlScalarNode)?.Value ?? key.ToString()] = Convert(value, depth + 1, ref budget);
                }

                return pairs;
            case YamlSequenceNode list:
                var items = new JsonArray();
                foreach (var item in list.Children)
                {
                    items.Add(Convert(item, depth + 1, ref budget));
                }

                return items;
            default:
                return Scalar((YamlScalarNode)node);
        }
    }

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        return scalar.Style != ScalarStyle.Plain ? text
            : IsNull(scalar) ? null
            : text is "true" or "True" or "TRUE" ? true
            : text is "false" or "False" or "FALSE" ? false
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : text.AsSpan().IndexOfAnyInRange('0', '9') >= 0 && text.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E')
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
            : text;
    }

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
