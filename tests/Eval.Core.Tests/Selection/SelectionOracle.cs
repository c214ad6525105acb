using System.Text.Json;
using Eval.Core.Selection;
using Eval.Core.Selection.Weights;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection;

/// <summary>The groups of oracles/selection.json and its worked example; only for tests marked as needing the shared folder.</summary>
internal static class SelectionOracle
{
    private static readonly Lazy<JsonElement> Root =
        new(() => JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "selection.json"))).RootElement);

    public static string[] Survivors { get; } = ["A hosted-large", "B hosted-small", "C local-70b", "D local-8b"];

    private static JsonElement Conventions => Root.Value.GetProperty("conventions");

    public static IEnumerable<string> Groups => Root.Value.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("id").GetString()!);

    public static JsonElement Case(string group, string id) => Root.Value.GetProperty("groups").EnumerateArray()
        .Single(g => g.GetProperty("id").GetString() == group).GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);

    public static JsonElement Expected(string group, string id) => Case(group, id).GetProperty("expected");

    public static JsonElement Inputs(string group, string id) => Case(group, id).GetProperty("inputs");

    public static Factor[] Factors() =>
    [
        .. Conventions.GetProperty("factors").EnumerateArray().Select(f => f.GetString()!).Select(id =>
        {
            var anchor = Conventions.GetProperty("anchors").GetProperty(id);
            return new Factor
            {
                Id = id,
                Worst = anchor.GetProperty("worst").GetDouble(),
                Best = anchor.GetProperty("best").GetDouble(),
                Scale = anchor.GetProperty("scale").GetString() == "log" ? FactorScale.Logarithmic : FactorScale.Linear,
            };
        }),
    ];

    /// <summary>All five candidates.</summary>
    public static DecisionMatrix Matrix(Factor[]? factors = null)
    {
        factors ??= Factors();
        var rows = Conventions.GetProperty("candidates").EnumerateObject().ToList();
        return DecisionMatrix.Of(factors, [.. rows.Select(r => r.Name)], rows.SelectMany(r => r.Value.EnumerateArray()
            .Select((v, f) => new Evidence { Candidate = r.Name, Factor = factors[f].Id, Value = v.GetDouble() })));
    }

    /// <summary>Those that the context rule leaves over.</summary>
    public static DecisionMatrix SurvivorMatrix(Factor[]? factors = null) => Matrix(factors).Keep(Survivors);

    public static WeightSet Weights() => WeightSet.Of(Factors(), Dictionary(Conventions.GetProperty("weights")));

    public static Dictionary<string, double> Dictionary(JsonElement element) => element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());

    public static string[] Names(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetString()!)];

    /// <summary>Equal to the stated share of the expected number (1e-9 where none is stated), which was printed with twelve digits.</summary>
    public static void ShouldMatch(this double actual, JsonElement expected, double share = 1e-9) =>
        actual.ShouldBe(expected.GetDouble(), Math.Max(1e-12, share * Math.Abs(expected.GetDouble())));

    public static void ShouldMatch(this IEnumerable<double> actual, JsonElement expected)
    {
        var numbers = actual.ToList();
        numbers.Count.ShouldBe(expected.GetArrayLength());
        foreach (var (number, element) in numbers.Zip(expected.EnumerateArray()))
        {
            number.ShouldMatch(element);
        }
    }

    /// <summary>Each name's number is the expected one, and there are no others.</summary>
    public static void ShouldMatch(this IEnumerable<(string Name, double Number)> actual, JsonElement expected)
    {
        var numbers = actual.ToList();
        numbers.Select(n => n.Name).ShouldBe(expected.EnumerateObject().Select(p => p.Name), ignoreOrder: true);
        foreach (var (name, number) in numbers)
        {
            number.ShouldMatch(expected.GetProperty(name));
        }
    }
}
