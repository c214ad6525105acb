using System.IO.Enumeration;
using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.Weights;
using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Profiles;

/// <summary>Reads a profile under <c>selection:</c>. Everything wrong is reported with its place.</summary>
internal static class DecisionProfileReader
{
    // Points are compared with one another: what is beyond this is a slip.
    private const double MostPoints = 1e9;

    private static readonly string[] Methods = ["weighted-sum", "weighted-product"];

    /// <summary>The profile, or null where it cannot be read.</summary>
    public static DecisionProfile? Read(ConfigMap map, string name, IReadOnlyCollection<string> candidates)
    {
        var maps = map.OptionalMaps("factors");
        if (maps.Count == 0)
        {
            map.Report("factors", $"the profile \"{name}\" needs \"factors\": what is weighed");
        }

        var factors = maps.Select(m => ProfileFactorReader.Read(m, candidates)).ToList();
        var known = factors.OfType<ProfileFactor>().ToList();
        foreach (var twice in known.GroupBy(f => f.Factor.Id, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            map.Report(twice.Last().At, $"the factor \"{twice.Key}\" is there twice");
        }

        // A factor that could not be read is still a known name, so that one slip is reported once.
        var ids = maps.Select(m => m.OptionalString("id") ?? "").Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var weights = Weights(map, "weights", ids, "default");
        var sure = Sureness(map);
        var stakeholders = Stakeholders(map, ids);
        var mustHaves = map.OptionalMaps("mustHaves").Select(m => MustHaveReader.Read(m, ids)).ToList();
        var (description, chosen, method, baseline, expires) = (map.OptionalString("description"), map.OptionalStrings("candidates"), map.OptionalChoice("method", Methods), map.OptionalString("baseline"), map.OptionalDate("expires"));
        if (baseline is not null && !candidates.Contains(baseline))
        {
            map.Report("baseline", $"there is no candidate \"{baseline}\"", NearestName.Hint(baseline, candidates));
        }

        for (var i = 0; i < chosen.Count; i++)
        {
            if (!candidates.Any(c => FileSystemName.MatchesSimpleExpression(chosen[i], c, ignoreCase: false)))
            {
                map.Report(map.PositionOf("candidates", i), $"no candidate matches \"{chosen[i]}\"", NearestName.Hint(chosen[i], candidates));
            }
        }

        if (sure.Word is not null && weights?.Points.Values.Contains(0) == true)
        {
            map.Report("weightsMayVary", $"a weight of 0 does not stay 0 where weights vary {(sure.Word == "freely" ? "freely" : "in their order")}: leave that factor out");
        }

        if (!map.Has("weights"))
        {
            map.Report(map.At, $"the profile \"{name}\" needs \"weights\": points for each factor", "imagine every factor at its worst; the one you would raise to its best first gets 100");
        }

        if (known.Count == 0 || known.Count < ids.Count || known.Select(f => f.Factor.Id).Distinct().Count() < known.Count || weights is null || mustHaves.Contains(null))
        {
            return null;
        }

        WeightSet Set(Weighed w) => WeightSet.Of([.. known.Select(f => w.Points[f.Factor.Id])], w.Name);
        var own = Set(weights);
        return new DecisionProfile
        {
            Name = name,
            Description = description,
            Factors = known,
            Weights = own,
            Belief = Belief(own, sure),
            Stakeholders = [.. stakeholders.Select(Set)],
            MustHaves = [.. mustHaves.OfType<MustHaves.MustHaveRule>()],
            Candidates = chosen,
            Method = method ?? Methods[0],
            Baseline = baseline,
            Expires = expires,
            DefinedAt = map.At,
        };
    }

    // How far a weight may be off, as a share of itself; or that only the order of the weights is meant, or nothing.
    private static (string? Word, double? Share) Sureness(ConfigMap map) =>
        map.PlainScalar("weightsMayVary") is { } text && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? (null, map.OptionalDouble("weightsMayVary", min: 0, max: 1))
            : (map.OptionalChoice("weightsMayVary", "in-order", "freely"), null);

    private static WeightBelief Belief(WeightSet own, (string? Word, double? Share) sure)
    {
        return sure switch
        {
            ("in-order", _) => new OrderedWeights([.. own.Values.Select(w => 1 + own.Values.Count(o => o > w))]),
            ("freely", _) => new UnknownWeights(own.Values.Count),
            (_, > 0 and { } share) => new WeightRanges([.. own.Values.Select(w => w * (1 - share))], [.. own.Values.Select(w => Math.Min(1, w * (1 + share)))]),
            _ => new PointWeights(own),
        };
    }

    private static List<Weighed> Stakeholders(ConfigMap map, IReadOnlyCollection<string> ids)
    {
        var result = new List<Weighed>();
        if (map.OptionalMap("stakeholders") is { } named)
        {
            foreach (var who in named.Keys.ToList())
            {
                if (Weights(named, who, ids, who) is { } weights)
                {
                    result.Add(weights);
                }
            }
        }

        return result;
    }

    private static Weighed? Weights(ConfigMap map, string key, IReadOnlyCollection<string> ids, string name)
    {
        var points = map.OptionalNumbers(key, 0, MostPoints);
        var sound = true;
        foreach (var unknown in points.Keys.Where(k => !ids.Contains(k)))
        {
            sound = false;
            map.Report(map.OptionalMap(key)!.PositionOf(unknown), $"there is no factor \"{unknown}\"", NearestName.Hint(unknown, ids));
        }

        foreach (var missing in ids.Where(id => !points.ContainsKey(id)))
        {
            if (map.OptionalMap(key) is { } given && !given.Has(missing))
            {
                map.Report(key, $"the factor \"{missing}\" has no weight", "0 leaves it out of the score");
            }

            sound = false;
        }

        if (sound && points.Count > 0 && points.Values.All(v => v == 0))
        {
            map.Report(key, "not all weights can be 0");
            sound = false;
        }

        return sound && points.Count > 0 ? new Weighed(name, points) : null;
    }

    private sealed record Weighed(string Name, IReadOnlyDictionary<string, double> Points);
}
