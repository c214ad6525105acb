using System.Text.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>Reads <c>scoring:</c>: a name, a list of names, or a map of names with their options.</summary>
internal static class ScoringConfig
{
    public static IReadOnlyList<ScorerUse> Read(ConfigMap map, string key)
    {
        var uses = new List<ScorerUse>();
        var named = 0;
        if (map.OptionalJson(key)?.GetValueKind() == JsonValueKind.Object && map.OptionalMap(key) is { } scorers)
        {
            foreach (var name in scorers.Keys.ToList())
            {
                // A name without options has an empty value.
                var options = scorers.OptionalJson(name) is null ? null : scorers.OptionalMap(name);
                Add(name, scorers.PositionOf(name), options ?? scorers.Empty(name, scorers.PositionOf(name)));
            }
        }
        else
        {
            var names = map.OptionalStrings(key);
            for (var i = 0; i < names.Count; i++)
            {
                Add(names[i], map.PositionOf(key, i), map.Empty(names[i], map.PositionOf(key, i)));
            }
        }

        if (named == 0)
        {
            map.Report(key, map.Has(key) ? $"\"{key}\" names no scorer" : $"\"{key}\" is missing: what tells right from wrong",
                NearestName.Hint("", Scorers.BuiltIn.Select(s => s.Name)));
        }

        return uses;

        void Add(string name, SourcePosition at, ConfigMap options)
        {
            named++;
            if (Scorers.Find(name) is not { } scorer)
            {
                map.Report(at, $"\"{name}\" is not a scorer", NearestName.Hint(name, Scorers.BuiltIn.Select(s => s.Name)));
            }
            else if (uses.Exists(u => u.Scorer == scorer))
            {
                map.Report(at, $"the scorer \"{name}\" is named twice");
            }
            else
            {
                uses.Add(new ScorerUse(scorer, scorer.Read(options)));
            }
        }
    }
}
