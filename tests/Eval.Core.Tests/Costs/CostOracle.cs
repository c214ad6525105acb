using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs;

/// <summary>The shared oracle of costs: inputs, expected figures and their tolerance, case by case.</summary>
internal static class CostOracle
{
    private static readonly Lazy<JsonNode> File = new(() => JsonNode.Parse(System.IO.File.ReadAllText(SharedFolder.PathOf("oracles", "cost.json")))!);

    public static IEnumerable<string> Groups => File.Value["groups"]!.AsArray().Select(g => g!["id"]!.GetValue<string>());

    /// <summary>The cases of some groups as a theory takes them; none where the folder is absent and the theory is skipped.</summary>
    public static TheoryData<string, string> Of(params string[] groups)
    {
        var data = new TheoryData<string, string>();
        foreach (var group in SharedFolder.Root is null ? [] : groups)
        {
            foreach (var found in CasesOf(group))
            {
                data.Add(group, found["id"]!.GetValue<string>());
            }
        }

        return data;
    }

    public static OracleCase Case(string group, string id) => new($"{group}/{id}", CasesOf(group).Single(c => c["id"]!.GetValue<string>() == id));

    private static IEnumerable<JsonNode> CasesOf(string group) =>
        File.Value["groups"]!.AsArray().Single(g => g!["id"]!.GetValue<string>() == group)!["cases"]!.AsArray().Select(c => c!);
}

/// <summary>One case.</summary>
internal sealed class OracleCase(string name, JsonNode node)
{
    private readonly JsonObject _inputs = node["inputs"]!.AsObject();

    public JsonObject Inputs => _inputs;

    public JsonObject Expected => node["expected"]!.AsObject();

    public bool Has(string input) => _inputs.ContainsKey(input);

    public decimal Number(string input) => NumberOf(_inputs[input]!);

    public decimal NumberOr(string input, decimal otherwise) => Has(input) ? Number(input) : otherwise;

    public int Int(string input) => (int)Number(input);

    public long Long(string input) => (long)Number(input);

    public double Real(string input) => (double)Number(input);

    public IEnumerable<decimal> Numbers(string input) => _inputs[input]!.AsArray().Select(n => NumberOf(n!));

    public static decimal NumberOf(JsonNode node) => decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Every figure that the case expects must be among those given, and equal to within the case's tolerance.</summary>
    public void Holds(Dictionary<string, object?> figures)
    {
        var tolerance = (double)NumberOf(node["rel_tol"]!);
        foreach (var (figure, expected) in Expected)
        {
            figures.Keys.ShouldContain(figure, $"{name}: nothing computes {figure}");
            Equal(figures[figure], expected, tolerance, $"{name}: {figure}");
        }
    }

    private static void Equal(object? actual, JsonNode? expected, double tolerance, string what)
    {
        switch (expected)
        {
            case null:
                actual.ShouldBeNull(what);
                break;
            case JsonArray array:
                var values = ((IEnumerable)actual.ShouldNotBeNull(what)).Cast<object?>().ToList();
                values.Count.ShouldBe(array.Count, what);
                for (var i = 0; i < array.Count; i++)
                {
                    Equal(values[i], array[i], tolerance, $"{what}[{i}]");
                }

                break;
            case JsonObject members:
                var map = actual.ShouldBeOfType<Dictionary<string, object?>>(what);
                foreach (var (key, value) in members)
                {
                    Equal(map[key], value, tolerance, $"{what}.{key}");
                }

                break;
            case JsonValue value when value.TryGetValue<bool>(out var flag):
                actual.ShouldBe(flag, what);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                actual.ShouldBe(text, what);
                break;
            default:
                var number = expected.GetValue<double>();
                Convert.ToDouble(actual.ShouldNotBeNull(what), CultureInfo.InvariantCulture).ShouldBe(number, Math.Abs(number) * tolerance, what);
                break;
        }
    }
}
