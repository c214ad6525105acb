using System.Text.Json.Nodes;
using Eval.TestSupport;

namespace Eval.Core.Tests.Scoring;

/// <summary>The groups of oracles/text-metrics.json: inputs and what the original programs made of them.</summary>
internal static class TextOracle
{
    private static readonly Lazy<Dictionary<string, JsonArray>> Groups = new(() =>
        JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "text-metrics.json")))!["groups"]!.AsArray()
            .ToDictionary(g => g!["id"]!.GetValue<string>(), g => g!["cases"]!.AsArray()));

    public static IEnumerable<string> Ids => Groups.Value.Keys;

    /// <summary>Checks every case of a group; all that fail are named.</summary>
    public static void Check(string group, Action<JsonNode> check)
    {
        var cases = Groups.Value[group];
        cases.Count.ShouldBeGreaterThan(0);
        var failures = new List<string>();
        foreach (var one in cases)
        {
            try
            {
                check(one!);
            }
            catch (Exception e)
            {
                failures.Add($"{one!["id"]}: {e.Message.ReplaceLineEndings(" ")}\n   {Shorten(one.ToJsonString())}");
            }
        }

        failures.ShouldBeEmpty($"{failures.Count} of {cases.Count} cases of {group}:\n{string.Join('\n', failures)}\n");
    }

    public static string Text(this JsonNode node, string key) => node[key]!.GetValue<string>();

    public static List<string> Texts(this JsonNode node, string key) => node[key]!.AsArray().Texts();

    public static List<string> Texts(this JsonNode? list) => [.. list!.AsArray().Select(t => t!.GetValue<string>())];

    public static double Number(this JsonNode node, string key) => node[key]!.GetValue<double>();

    private static string Shorten(string text) => text.Length < 600 ? text : text[..600] + "…";
}
