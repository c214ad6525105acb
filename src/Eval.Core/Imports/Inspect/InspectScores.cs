using System.Text.Json;
using Eval.Core.Imports.Json;

namespace Eval.Core.Imports.Inspect;

/// <summary>
/// Turns the scores of a sample into numbers by the rule of inspect's own metrics (<c>value_to_float</c>): <c>C</c>, yes and true are 1, <c>P</c> is
/// 0.5, <c>I</c>, <c>N</c>, no and false are 0, numbers are themselves. NaN is the tool's mark for a sample that was not scored.
/// </summary>
internal static class InspectScores
{
    /// <summary>
    /// The numbers by name: the scorer's name, or <c>scorer.key</c> where its value is a map, <c>scorer.0</c> … where it is a list. Null where the
    /// value is no number by the rule.
    /// </summary>
    public static IEnumerable<(string Name, double? Value)> Of(InspectSample sample, string firstScorer)
    {
        // Logs of 2024 have one score without a name: it is that of the first scorer.
        var scores = sample["scores"] is { ValueKind: JsonValueKind.Object } named ? named.EnumerateObject().Select(p => (p.Name, p.Value))
            : sample["score"] is { } single ? [(firstScorer, single)]
            : [];
        foreach (var (scorer, score) in scores)
        {
            switch (score.Member("value"))
            {
                case { ValueKind: JsonValueKind.Object } map:
                    foreach (var entry in map.EnumerateObject())
                    {
                        yield return ($"{scorer}.{entry.Name}", Number(entry.Value));
                    }

                    break;
                case { ValueKind: JsonValueKind.Array } list:
                    foreach (var (index, item) in list.EnumerateArray().Index())
                    {
                        yield return ($"{scorer}.{index}", Number(item));
                    }

                    break;
                case { } value:
                    yield return (scorer, Number(value));
                    break;
                default:
                    yield return (scorer, null);
                    break;
            }
        }
    }

    /// <summary>What the scorers took for the answer: the first that names one.</summary>
    public static string? AnswerOf(InspectSample sample) => First(sample, "answer");

    /// <summary>Why it was scored so: the first explanation.</summary>
    public static string? ExplanationOf(InspectSample sample) => First(sample, "explanation");

    /// <summary>True where a score of the sample is a number, and no letter or truth value, which are right or wrong.</summary>
    public static bool HasNumbers(InspectSample sample) => sample["scores"] is { ValueKind: JsonValueKind.Object } named
        ? named.EnumerateObject().Any(s => IsNumber(s.Value.Member("value")))
        : IsNumber(sample["score"]?.Member("value"));

    private static bool IsNumber(JsonElement? value) => value is { ValueKind: JsonValueKind.Number or JsonValueKind.Object or JsonValueKind.Array };

    private static double? Number(JsonElement value) => value.ValueKind != JsonValueKind.String ? value.Number() : value.Text() switch
    {
        "C" => 1,
        "P" => 0.5,
        "I" or "N" => 0,
        var text => text.ToLowerInvariant() switch
        {
            "yes" or "true" => 1,
            "no" or "false" => 0,
            _ => value.Number(),
        },
    };

    private static string? First(InspectSample sample, string key)
    {
        if (sample["scores"] is { ValueKind: JsonValueKind.Object } named)
        {
            foreach (var score in named.EnumerateObject())
            {
                if (score.Value.TextOf(key) is { } text)
                {
                    return text;
                }
            }
        }

        return sample["score"]?.TextOf(key);
    }
}
