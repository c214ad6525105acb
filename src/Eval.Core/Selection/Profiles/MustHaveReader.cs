using System.Globalization;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Profiles;

/// <summary>Reads the knock-out rules of a profile.</summary>
internal static class MustHaveReader
{
    /// <summary>The rule, or null where it cannot be read (which is reported).</summary>
    public static MustHaveRule? Read(ConfigMap map, IReadOnlyCollection<string> factors)
    {
        var (fact, factor) = (map.OptionalString("fact"), map.OptionalString("factor"));
        var accepted = map.OptionalStrings("is");
        var (min, max, confidence, after) = (map.OptionalDouble("min"), map.OptionalDouble("max"), map.OptionalDouble("confidence", min: 0.5, max: 1), map.OptionalDate("notBefore"));
        if (fact is null == factor is null)
        {
            map.Report(map.Has("factor") ? "factor" : "fact", "a must-have is about one \"fact\" or one \"factor\"", "{ fact: license, is: MIT } or { factor: quality, min: 0.8 }");
            return null;
        }

        if (factor is not null && !factors.Contains(factor))
        {
            map.Report("factor", $"there is no factor \"{factor}\"", NearestName.Hint(factor, factors));
            return null;
        }

        string[] asked = [.. new[] { "is", "min", "max", "notBefore" }.Where(map.Has)];
        if (asked.Length != 1 || (factor is not null && asked[0] is "is" or "notBefore"))
        {
            map.Report(asked.FirstOrDefault() ?? (factor is null ? "fact" : "factor"), factor is null ? "a must-have about a fact has one of \"is\", \"min\", \"max\" and \"notBefore\"" : "a must-have about a factor has \"min\" or \"max\"");
            return null;
        }

        if (confidence is not null && (fact is not null || confidence is <= 0.5 or >= 1))
        {
            map.Report("confidence", fact is not null ? "\"confidence\" goes with \"factor\": a fact is stated, not measured" : "\"confidence\" must be above 0.5 and below 1");
            return null;
        }

        var name = fact ?? factor!;
        var id = string.Create(CultureInfo.InvariantCulture, $"{name} {asked[0]} {map.OptionalJson(asked[0])?.ToJsonString()}");
        return asked[0] switch
        {
            "is" => accepted.Count == 0 ? Nothing(map) : new FactRule(id, name, accepted),
            "notBefore" => after is { } day ? new DateRule(id, name, day) : null,
            "min" => min is { } low ? Limit(id, name, LimitSide.AtLeast, low, confidence, factor is not null) : null,
            _ => max is { } high ? Limit(id, name, LimitSide.AtMost, high, confidence, factor is not null) : null,
        };
    }

    private static MustHaveRule? Nothing(ConfigMap map)
    {
        map.Report("is", "\"is\" names no value: nobody could pass");
        return null;
    }

    private static LimitRule Limit(string id, string name, LimitSide side, double limit, double? confidence, bool isFactor)
    {
        var rule = new LimitRule(id, name, side, limit) { IsFactor = isFactor };
        return confidence is { } c ? rule with { Confidence = c } : rule;
    }
}
