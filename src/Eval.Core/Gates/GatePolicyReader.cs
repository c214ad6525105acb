using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Gates;

/// <summary>Reads the keys of a gate, from <c>gates:</c> of a workspace or from a file of its own.</summary>
internal static class GatePolicyReader
{
    private static readonly Dictionary<string, SpendingType> Spendings = new(StringComparer.Ordinal)
    {
        ["obrien-fleming"] = SpendingType.OBrienFleming,
        ["pocock"] = SpendingType.Pocock,
    };

    /// <summary>The word of a spending function.</summary>
    public static string Word(SpendingType spending) => Spendings.First(s => s.Value == spending).Key;

    public static GatePolicy Read(ConfigMap map, string name)
    {
        var margins = Numbers(map, "margin", above: 0);
        if (!map.Has("margin"))
        {
            map.Report(map.At, $"gate \"{name}\" needs \"margin\": the loss you tolerate, by suite");
        }
        else if (margins.Count == 0 && map.OptionalMap("margin") is { } empty && !empty.Keys.Any())
        {
            map.Report("margin", "\"margin\" names no suite");
        }

        var metrics = map.OptionalMap("metric");
        var slices = map.OptionalMap("slices");
        var suites = new List<GuardedSuite>();

        // A suite whose margin is wrong is still a known suite, so that one slip is reported once.
        var guarded = map.OptionalMap("margin")?.Keys.ToList() ?? [];
        foreach (var suite in guarded)
        {
            suites.Add(new GuardedSuite(suite, margins.GetValueOrDefault(suite, double.NaN))
            {
                MetricId = metrics?.OptionalString(suite),
                Slices = slices is null ? [] : Slices(slices, suite),
                DefinedAt = map.OptionalMap("margin")!.PositionOf(suite),
            });
        }

        OnlyGuarded(metrics, "metric", guarded);
        OnlyGuarded(slices, "slices", guarded);
        return new GatePolicy
        {
            Name = name,
            Baseline = Text(map, "baseline"),
            Suites = suites,
            Confidence = Open(map, "confidence") ?? GatePolicy.DefaultConfidence,
            MinCoverage = map.OptionalDouble("minCoverage", 0, 1) ?? GatePolicy.DefaultMinCoverage,
            Power = Open(map, "power") ?? GatePolicy.DefaultPower,
            MaxCostIncrease = map.OptionalDouble("maxCostIncrease", 0),
            MaxLatencyIncrease = map.OptionalDouble("maxLatencyIncrease", 0),
            MaxP95LatencyMs = Above(map, "maxP95LatencyMs", 0),
            MustHaves = map.OptionalMap("mustHaves") is { } must ? MustHaves(must, guarded) : new GateMustHaves(),
            EarlyStopping = map.OptionalMap("earlyStopping") is { } early ? Early(early) : null,
            DefinedAt = map.At,
        };
    }

    private static List<SliceRule> Slices(ConfigMap slices, string suite)
    {
        var rules = new List<SliceRule>();
        if (slices.OptionalMap(suite) is not { } fields)
        {
            return rules;
        }

        foreach (var slice in fields.Keys.ToList())
        {
            if (fields.OptionalMap(slice) is not { } map)
            {
                continue;
            }

            var rule = new SliceRule(slice)
            {
                MaxLoss = Above(map, "maxLoss", 0),
                Floor = map.OptionalDouble("floor"),
                MinSamples = map.OptionalInt("minSamples", min: 0) ?? 0,
                DefinedAt = fields.PositionOf(slice),
            };
            if (!map.Has("maxLoss") && !map.Has("floor"))
            {
                map.Report(map.At, $"the slice \"{slice}\" needs \"maxLoss\" (the loss tolerated in it) or \"floor\" (the worst score tolerated)");
            }

            rules.Add(rule);
        }

        return rules;
    }

    private static GateMustHaves MustHaves(ConfigMap map, IReadOnlyCollection<string> guarded)
    {
        var facts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (map.OptionalMap("facts") is { } named)
        {
            foreach (var fact in named.Keys.ToList())
            {
                var values = named.OptionalStrings(fact);
                if (values.Count > 0)
                {
                    facts[fact] = values;
                }
                else if (named.OptionalJson(fact) is System.Text.Json.Nodes.JsonArray { Count: 0 })
                {
                    named.Report(fact, $"\"{fact}\" accepts no value");
                }
            }
        }

        var floors = Numbers(map, "floor", above: null);
        OnlyGuarded(map.OptionalMap("floor"), "floor", guarded);
        return new GateMustHaves { Facts = facts, ContextLength = map.OptionalInt("contextLength", min: 1), Floors = floors };
    }

    private static EarlyStopping Early(ConfigMap map)
    {
        var standard = new EarlyStopping();
        return new EarlyStopping
        {
            Looks = map.OptionalInt("looks", min: 2, max: 20) ?? standard.Looks,
            Spending = map.OptionalWord("spending", Spendings) ?? standard.Spending,
            Futility = map.OptionalDouble("futility", 0, 0.5) ?? standard.Futility,
        };
    }

    private static void OnlyGuarded(ConfigMap? map, string key, IReadOnlyCollection<string> guarded)
    {
        foreach (var suite in map?.Keys.Where(k => !guarded.Contains(k)).ToList() ?? [])
        {
            map!.OptionalJson(suite);
            map.Report(suite, $"\"{key}\" speaks of \"{suite}\", which \"margin\" does not guard", NearestName.Hint(suite, guarded));
        }
    }

    private static string? Text(ConfigMap map, string key)
    {
        var text = map.OptionalString(key);
        if (text?.Length == 0)
        {
            map.Report(key, $"\"{key}\" is empty");
        }

        return text;
    }

    private static double? Open(ConfigMap map, string key)
    {
        if (map.OptionalDouble(key) is not { } value)
        {
            return null;
        }

        if (value is <= 0.5 or >= 1)
        {
            map.Report(key, $"\"{key}\" must be above 0.5 and below 1");
            return null;
        }

        return value;
    }

    private static double? Above(ConfigMap map, string key, double bound)
    {
        if (map.OptionalDouble(key) is not { } value)
        {
            return null;
        }

        if (value <= bound)
        {
            map.Report(key, $"\"{key}\" must be above {bound}");
            return null;
        }

        return value;
    }

    private static Dictionary<string, double> Numbers(ConfigMap map, string key, double? above)
    {
        var result = new Dictionary<string, double>(StringComparer.Ordinal);
        if (map.OptionalMap(key) is { } numbers)
        {
            foreach (var name in numbers.Keys.ToList())
            {
                if ((above is { } bound ? Above(numbers, name, bound) : numbers.OptionalDouble(name)) is { } number)
                {
                    result[name] = number;
                }
            }
        }

        return result;
    }
}
