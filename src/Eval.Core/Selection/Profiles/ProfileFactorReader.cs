using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Profiles;

/// <summary>Reads one factor of a profile.</summary>
internal static class ProfileFactorReader
{
    private static readonly string[] Inputs = ["suite", "suites", "cost", "fact", "values"];

    private static readonly Dictionary<string, FactorScale> Scales = new(StringComparer.Ordinal)
    {
        ["linear"] = FactorScale.Linear,
        ["log"] = FactorScale.Logarithmic,
    };

    private static readonly Dictionary<string, CostBasis> Bases = new(StringComparer.Ordinal)
    {
        ["per-thousand"] = CostBasis.ThousandAnswers,
        ["per-correct"] = CostBasis.CorrectAnswer,
    };

    private static readonly Dictionary<string, FactorSource> Sources = new(StringComparer.Ordinal)
    {
        ["declared"] = FactorSource.Declared,
        ["published"] = FactorSource.Published,
        ["modelled"] = FactorSource.Modelled,
        ["judged"] = FactorSource.Judged,
    };

    /// <summary>The factor, or null where it cannot be read (which is reported).</summary>
    public static ProfileFactor? Read(ConfigMap map, IReadOnlyCollection<string> candidates)
    {
        var id = map.RequiredName("id");
        var factor = new Factor
        {
            Id = id,
            Label = map.OptionalString("label"),
            Unit = map.OptionalString("unit") ?? "",
            Group = map.OptionalString("group"),
            Target = map.OptionalDouble("target"),
            Worst = map.OptionalDouble("worst") ?? double.NaN,
            Best = map.OptionalDouble("best") ?? double.NaN,
            Scale = map.OptionalWord("scale", Scales) ?? FactorScale.Linear,
        };
        var points = Points(map);
        var input = Input(map, candidates);
        if (points is not null)
        {
            if (map.Has("worst") || map.Has("best") || map.Has("scale"))
            {
                map.Report("points", "\"points\" are the scale: leave out \"worst\", \"best\" and \"scale\"");
            }

            var drawn = Factor.Piecewise(id, points);
            factor = factor with { Worst = drawn.Worst, Best = drawn.Best, Scale = drawn.Scale, Points = drawn.Points };
        }
        else if (!map.Has("worst") || !map.Has("best"))
        {
            map.Report(map.Has("worst") ? "id" : "best", $"factor {id} needs \"worst\" and \"best\": the values that are worth 0 and 1", "they belong to the decision, not to its candidates");
            return null;
        }

        var problems = factor.Problems().ToList();
        problems.ForEach(p => map.Report(map.Has("worst") ? "worst" : "points", p));
        return input is null || problems.Count > 0 || id.Length == 0 ? null : new ProfileFactor(factor, input, map.At);
    }

    private static List<ValuePoint>? Points(ConfigMap map)
    {
        if (map.OptionalMap("points") is not { } named)
        {
            return null;
        }

        var points = new List<ValuePoint>();
        foreach (var key in named.Keys.ToList())
        {
            if (!double.TryParse(key, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var raw) || !double.IsFinite(raw))
            {
                named.Report(key, $"\"{key}\" is not a number", "points: { 0: 0, 10: 0.7, 100: 1 }");
            }
            else if (named.OptionalDouble(key, min: 0, max: 1) is { } value)
            {
                points.Add(new ValuePoint(raw, value));
            }
        }

        return points;
    }

    private static FactorInput? Input(ConfigMap map, IReadOnlyCollection<string> candidates)
    {
        var given = Inputs.Where(map.Has).ToList();
        var (suites, metric, slice) = (Suites(map), map.OptionalString("metric"), map.OptionalString("slice"));
        var (cost, fact, words, source) = (map.OptionalWord("cost", Bases), map.OptionalString("fact"), map.OptionalNumbers("words", double.NegativeInfinity, double.PositiveInfinity), map.OptionalWord("source", Sources) ?? FactorSource.Declared);
        var perHour = map.OptionalDecimal("perHour");
        var values = map.Has("values") ? Values(map, candidates) : null;
        foreach (var (wrong, key, message) in new[]
        {
            (map.Has("suite") && map.Has("suites"), "suites", "\"suite\" and \"suites\" exclude each other"),
            (map.Has("metric") && (suites.Count == 0 || map.Has("cost")), "metric", "\"metric\" goes with \"suite\" or \"suites\", and not with \"cost\""),
            (map.Has("slice") && (suites.Count == 0 || map.Has("cost")), "slice", "\"slice\" goes with \"suite\" or \"suites\", and not with \"cost\""),
            (map.Has("words") && !map.Has("fact"), "words", "\"words\" goes with \"fact\": what each of its words is worth"),
            (map.Has("source") && !map.Has("values"), "source", "\"source\" goes with \"values\": everything else is measured or stated by the candidate"),
            (map.Has("suites") && suites.Count == 0, "suites", "\"suites\" names no suite"),
            (suites.Distinct(StringComparer.Ordinal).Count() < suites.Count, "suites", "\"suites\" names a suite twice"),
            (map.Has("cost") && map.OptionalDouble("worst") < map.OptionalDouble("best"), "best", "\"best\" must be below \"worst\": less money is better"),
            (map.Has("cost") && !map.Has("suites") && suites.Count == 0, "cost", "\"cost\" needs \"suite\" or \"suites\": whose answers cost it"),
            (map.Has("perHour") && !map.Has("cost"), "perHour", "\"perHour\" goes with \"cost\": what an hour of the machine costs"),
            (slice is not null && !slice.Contains('=', StringComparison.Ordinal), "slice", "\"slice\" is written field=value"),
        })
        {
            if (wrong)
            {
                map.Report(key, message);
            }
        }

        var kinds = given.Where(g => g is not ("suite" or "suites") || !map.Has("cost")).Select(g => g == "suite" ? "suites" : g).Distinct().ToList();
        if (kinds.Count != 1)
        {
            map.Report(map.Has("id") ? "id" : "suite", kinds.Count == 0 ? "says not where its values come from" : $"has {string.Join(" and ", kinds)}: its values come from one place", "suite: NAME, cost: per-thousand, fact: NAME or values: { CANDIDATE: 1 }");
            return null;
        }

        return kinds[0] switch
        {
            "suites" => suites.Count == 0 ? null : new MetricInput(suites, metric, slice),
            "cost" => cost is { } basis && suites.Count > 0 ? new CostInput(basis, suites, perHour) : null,
            "fact" => fact is null ? null : new FactInput(fact, words),
            _ => values is null ? null : new StatedInput(source, values),
        };
    }

    private static IReadOnlyList<string> Suites(ConfigMap map) =>
        map.OptionalString("suite") is { } one ? [one] : map.OptionalStrings("suites");

    private static Dictionary<string, StatedValue>? Values(ConfigMap map, IReadOnlyCollection<string> candidates)
    {
        if (map.OptionalMap("values") is not { } named)
        {
            return null;
        }

        var values = new Dictionary<string, StatedValue>(StringComparer.Ordinal);
        foreach (var candidate in named.Keys.ToList())
        {
            if (!candidates.Contains(candidate))
            {
                named.Report(candidate, $"there is no candidate \"{candidate}\"", NearestName.Hint(candidate, candidates));
            }

            if (named.IsMap(candidate) && named.OptionalMap(candidate) is { } whole)
            {
                var (value, low, high, note) = (whole.OptionalDouble("value"), whole.OptionalDouble("low"), whole.OptionalDouble("high"), whole.OptionalString("note"));
                if (value is null || low is null != high is null || low > value || high < value)
                {
                    whole.Report(value is null ? "value" : "low", value is null ? "\"value\" is missing" : "\"low\" and \"high\" stand on both sides of \"value\"");
                    continue;
                }

                values[candidate] = new StatedValue(value.Value, low, high, note);
            }
            else if (named.OptionalDouble(candidate) is { } plain)
            {
                values[candidate] = new StatedValue(plain);
            }
        }

        return values;
    }
}
