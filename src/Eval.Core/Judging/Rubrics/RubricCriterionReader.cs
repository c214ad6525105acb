using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Rubrics;

/// <summary>Reads the criteria of a rubric: <c>criteria:</c>, or <c>question:</c> and <c>scores:</c> at the top for a single one.</summary>
internal static partial class RubricCriterionReader
{
    public static IReadOnlyList<RubricCriterion> Read(ConfigMap root, string rubricName, RubricScale? scale)
    {
        var single = ((string[])["question", "scores"]).Where(root.Has).ToList();
        if (!root.Has("criteria"))
        {
            if (single.Count == 0)
            {
                root.Report(root.At, "\"criteria\" is missing", "a list of { name, question, scores }; for a single one write \"question\" and \"scores\" at the top");
                return [];
            }

            // A rubric's name may hold dots, a criterion's may not.
            return [Criterion(root, rubricName.Replace('.', '-'), 1, scale)];
        }

        foreach (var key in single)
        {
            _ = root.OptionalJson(key);
            root.Report(key, $"\"{key}\" at the top is for a single criterion, and there are \"criteria\"", "move it into a criterion");
        }

        var criteria = new List<RubricCriterion>();
        foreach (var map in root.OptionalMaps("criteria"))
        {
            var name = Name(map);
            if (criteria.Exists(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase) && name.Length > 0))
            {
                map.Report("name", $"the criterion \"{name}\" is already defined");
            }

            criteria.Add(Criterion(map, name, Weight(map), scale));
        }

        if (root.OptionalJson("criteria") is JsonArray { Count: 0 })
        {
            root.Report("criteria", "\"criteria\" names no criterion");
        }

        return criteria;
    }

    private static RubricCriterion Criterion(ConfigMap map, string name, double weight, RubricScale? scale) =>
        new(name, map.RequiredString("question").Trim(), weight, Descriptors(map, scale));

    private static string Name(ConfigMap map)
    {
        var name = map.RequiredString("name");
        if (name.Length > 0 && !ValidName().IsMatch(name))
        {
            map.Report("name", $"\"{name}\" is not a valid name", "letters, digits and _ - only, beginning with a letter or digit");
        }

        return name;
    }

    private static double Weight(ConfigMap map)
    {
        var weight = map.OptionalDouble("weight") ?? 1;
        if (weight <= 0)
        {
            map.Report("weight", "\"weight\" must be above 0", "leave out a criterion that does not count");
        }

        return weight;
    }

    private static SortedDictionary<int, string> Descriptors(ConfigMap map, RubricScale? scale)
    {
        var descriptors = new SortedDictionary<int, string>();
        var isRead = map.OptionalJson("scores") is null or JsonObject;
        if (map.OptionalMap("scores") is { } scores)
        {
            foreach (var word in scores.Keys.ToList())
            {
                var text = scores.OptionalString(word)?.Trim();
                if (text?.Length == 0)
                {
                    scores.Report(word, $"what earns \"{word}\" is empty");
                }

                if (scale?.ScoreOf(word) is { } score)
                {
                    descriptors[score] = text ?? "";
                }
                else if (scale is not null)
                {
                    // Probably the very end that would be missed: one slip is told once.
                    isRead = false;
                    scores.Report(word, $"\"{word}\" is not on the scale", scale.Hint(word));
                }
            }
        }

        // Between its ends a scale may be left to the judge, as long scales usually are; an end without words means something else to everybody.
        // Of two scores (no and yes) the question itself says what they mean.
        if (scale is { } known && isRead && (known.Count > 2 || map.Has("scores")))
        {
            var missing = ((int[])[known.Min, known.Max]).Where(s => !descriptors.ContainsKey(s)).Select(s => $"\"{known.WordOf(s)}\"").ToList();
            if (missing.Count > 0)
            {
                map.Report("scores", $"\"scores\" does not say what earns {string.Join(" and ", missing)}", "describe at least the worst and the best score, in words that can be checked in the text");
            }
        }

        return descriptors;
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}_\-]*\z")]
    private static partial Regex ValidName();
}
