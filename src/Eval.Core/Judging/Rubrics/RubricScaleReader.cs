using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Rubrics;

/// <summary>Reads <c>scale:</c> of a rubric, and the scores that stand elsewhere in it.</summary>
internal static partial class RubricScaleReader
{
    private const int Bound = 1000;
    private const int MostScores = 101;
    private const string Forms = "write 1-5, { min: 1, max: 5, passFrom: 4 } or { labels: [worst, …, best], passFrom: LABEL }";

    /// <summary>The scale, or null (and a mistake) where it is absent or wrong.</summary>
    public static RubricScale? Read(ConfigMap root)
    {
        switch (root.OptionalJson("scale"))
        {
            case JsonObject:
                return FromMap(root.OptionalMap("scale")!);
            case JsonValue when root.OptionalString("scale") is { } text && Span().Match(text) is { Success: true } span
                && int.TryParse(span.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var min)
                && int.TryParse(span.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var max):
                return Numbers(root, "scale", min, max) ? new RubricScale(min, max) : null;
            case null when !root.Has("scale"):
                // Said in the words of every other key that is missing.
                _ = root.RequiredString("scale");
                return null;
            default:
                root.Report("scale", "\"scale\" must be a range, or a map of keys", Forms);
                return null;
        }
    }

    /// <summary>The score that a word of the file means (a number, or a label where the scale has labels), or null where it is not on the scale.</summary>
    public static int? ScoreOf(this RubricScale scale, string word)
    {
        foreach (var score in scale.Scores)
        {
            if (string.Equals(scale.WordOf(score), word, StringComparison.Ordinal))
            {
                return score;
            }
        }

        return null;
    }

    /// <summary>What can be written for a score.</summary>
    public static string? Hint(this RubricScale scale, string word) => scale.Labels is { } labels
        ? NearestName.Hint(word, labels)
        : $"the scale is {scale.Min} to {scale.Max}";

    private static RubricScale? FromMap(ConfigMap map)
    {
        var scale = map.Has("labels") ? Labelled(map) : Numbered(map);
        if (map.OptionalString("passFrom") is not { } word || scale is null)
        {
            return scale;
        }

        if (scale.ScoreOf(word) is not { } from)
        {
            map.Report("passFrom", $"\"{word}\" is not on the scale", scale.Hint(word));
        }
        else if (from == scale.Min)
        {
            map.Report("passFrom", $"\"passFrom\" is the worst of the scale, so that nothing could fail");
        }
        else
        {
            return scale with { PassFrom = from };
        }

        return scale;
    }

    private static RubricScale? Numbered(ConfigMap map)
    {
        var (min, max) = (map.OptionalInt("min", -Bound, Bound), map.OptionalInt("max", -Bound, Bound));
        foreach (var key in (string[])["min", "max"])
        {
            if (!map.Has(key))
            {
                _ = map.RequiredString(key);
            }
        }

        return min is { } least && max is { } most && Numbers(map, "max", least, most) ? new RubricScale(least, most) : null;
    }

    private static RubricScale? Labelled(ConfigMap map)
    {
        foreach (var key in (string[])["min", "max"])
        {
            if (map.Has(key))
            {
                map.Report(key, $"\"{key}\" does not go with \"labels\"", "labels count from 1, the worst first");
            }
        }

        var labels = map.OptionalStrings("labels");
        var isRight = labels.Count is >= 2 and <= MostScores;
        if (!isRight)
        {
            map.Report("labels", $"\"labels\" must name 2 to {MostScores} labels, the worst first");
        }

        for (var i = 0; i < labels.Count; i++)
        {
            if (!Label().IsMatch(labels[i]))
            {
                isRight = false;
                map.Report(map.PositionOf("labels", i), $"\"{labels[i]}\" is not a valid label", "up to 40 letters, digits, spaces and . _ - + ' only");
            }
            else if (labels.Take(i).Contains(labels[i], StringComparer.OrdinalIgnoreCase))
            {
                // Judges do not keep to the case of a word.
                isRight = false;
                map.Report(map.PositionOf("labels", i), $"the label \"{labels[i]}\" is given twice");
            }
        }

        return isRight ? new RubricScale(1, labels.Count, labels) : null;
    }

    private static bool Numbers(ConfigMap map, string key, int min, int max)
    {
        if (min >= max)
        {
            map.Report(key, "the best score of a scale must be above the worst");
        }
        else if (min < -Bound || max > Bound || max - min >= MostScores)
        {
            map.Report(key, $"a scale has at most {MostScores} scores, from {-Bound} to {Bound}");
        }
        else
        {
            return true;
        }

        return false;
    }

    [GeneratedRegex(@"^\s*(-?[0-9]{1,9})\s*-\s*(-?[0-9]{1,9})\s*\z")]
    private static partial Regex Span();

    [GeneratedRegex(@"^(?=.{1,40}\z)[\p{L}\p{Nd}](?:[\p{L}\p{Nd} ._'+\-]*[\p{L}\p{Nd}'+.])?\z")]
    private static partial Regex Label();
}
