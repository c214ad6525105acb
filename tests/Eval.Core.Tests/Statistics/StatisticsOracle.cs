using System.Text.Json;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

/// <summary>The groups of oracles/statistics.json; only for tests marked as needing the shared folder.</summary>
internal static class StatisticsOracle
{
    private static readonly Lazy<JsonElement> Root =
        new(() => JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "statistics.json"))).RootElement);

    public static JsonElement Group(string name) => Root.Value.GetProperty(name);

    public static JsonElement[] Cases(string group) => [.. Group(group).GetProperty("cases").EnumerateArray()];

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Count(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(x => x.GetDouble())];
}
