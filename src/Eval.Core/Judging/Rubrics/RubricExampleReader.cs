using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Rubrics;

/// <summary>Reads the worked examples of a rubric.</summary>
internal static class RubricExampleReader
{
    public static IReadOnlyList<RubricExample> Read(ConfigMap root, RubricScale? scale, Presence reference, Presence context)
    {
        var examples = new List<RubricExample>();
        foreach (var map in root.OptionalMaps("examples"))
        {
            examples.Add(new RubricExample(
                map.RequiredString("question").TrimEnd(),
                Answer(map),
                Score(map, scale),
                map.RequiredString("why").Trim(),
                Shown(map, "reference", reference),
                Shown(map, "context", context)));
        }

        return examples;
    }

    // An answer may be empty: that is a case worth showing.
    private static string Answer(ConfigMap map) => map.Has("answer") ? map.OptionalString("answer")?.TrimEnd() ?? "" : map.RequiredString("answer");

    private static int Score(ConfigMap map, RubricScale? scale)
    {
        var word = map.RequiredString("score");
        if (word.Length == 0 || scale is null)
        {
            return 0;
        }

        if (scale.ScoreOf(word) is { } score)
        {
            return score;
        }

        map.Report("score", $"\"{word}\" is not on the scale", scale.Hint(word));
        return scale.Min;
    }

    private static string? Shown(ConfigMap map, string key, Presence presence)
    {
        var text = map.OptionalString(key)?.TrimEnd();
        if (presence == Presence.Required && !map.Has(key))
        {
            map.Report(map.At, $"an example needs a \"{key}\", because the rubric requires one");
        }
        else if (presence == Presence.None && map.Has(key))
        {
            map.Report(key, $"the example has a \"{key}\", but the rubric shows the judge none", $"write \"{key}: optional\" or \"{key}: required\" at the top");
        }

        return text;
    }
}
