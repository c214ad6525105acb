using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Pairings;
using Eval.Core.Ratings.Stopping;
using Eval.Core.Ratings.Style;

namespace Eval.Core.Suites.Kinds.Arena;

/// <summary>What the definition that is kept with a run says of an arena: enough to rate its battles where the suite itself is gone or was changed.</summary>
public sealed record ArenaDefinition
{
    /// <summary>Who decided battles.</summary>
    public required ArenaReferee Referee { get; init; }

    /// <summary>How they are rated.</summary>
    public required ArenaRating Rating { get; init; }

    /// <summary>Who meets whom.</summary>
    public required IPairingPolicy Pairing { get; init; }

    /// <summary>The candidate that all others meet, or null.</summary>
    public string? Baseline { get; init; }

    /// <summary>The two candidates whose difference is of interest, or null for the whole table.</summary>
    public (string A, string B)? Contrast { get; init; }

    /// <summary>Battles at most, or null for all that the pairing has.</summary>
    public int? Battles { get; init; }

    /// <summary>Fields that are reported apart.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>Battles that the tournament has in all.</summary>
    /// <param name="models">Candidates.</param>
    /// <param name="prompts">Prompts, repetitions included.</param>
    public long Total(int models, int prompts) => PairingPolicies.Total(Pairing, Battles, models, prompts);

    /// <summary>Reads a stored definition; null where it is none of an arena that this program knows. Words that it does not know count as left out.</summary>
    /// <param name="definition">The definition; see <see cref="Suite.DefinitionText"/>.</param>
    public static ArenaDefinition? Of(string? definition)
    {
        try
        {
            return string.IsNullOrEmpty(definition) || JsonNode.Parse(definition) is not JsonObject root || Text(root["kind"]) is not "arena" ? null : Read(root);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static ArenaDefinition? Read(JsonObject root)
    {
        if (PairingPolicies.Find(Text(root["pairing"]) ?? "round-robin") is not { } pairing)
        {
            return null;
        }

        var rating = root["rating"] as JsonObject;
        var referee = Text(root["decide"]) switch
        {
            "people" => ArenaReferee.People,
            "scorer" => ArenaReferee.Scorer,
            "judge" => ArenaReferee.Judge,
            _ => root.ContainsKey("judge") || root.ContainsKey("rubric") ? ArenaReferee.Judge : ArenaReferee.Scorer,
        };
        var contrast = Texts(root["contrast"]) is [var a, var b] ? (a, b) : ((string, string)?)null;
        var isOneOrder = Text((root["judging"] as JsonObject)?["swap"]) == "random" && referee == ArenaReferee.Judge;
        return new ArenaDefinition
        {
            Referee = referee,
            Pairing = pairing,
            Baseline = Text(root["baseline"]),
            Contrast = contrast,
            Battles = Number(root["battles"]) is >= 1 and <= int.MaxValue and var battles ? (int)battles : null,
            Slices = Texts(root["slices"]),
            Rating = new ArenaRating(
                RatingMethods.Words.GetValueOrDefault(Text(rating?["method"]) ?? "bt"),
                Text(rating?["position"]) is { } position ? position == "true" : isOneOrder,
                Text(rating?["bothBad"]) == "leave" ? BothBadRule.Leave : BothBadRule.Tie,
                Until(root["until"] as JsonObject, contrast))
            {
                Baseline = Text(root["baseline"]),
                Style = Texts(rating?["style"]) is { Count: > 0 } words ? [.. AnswerStyle.Features.Where(f => words.Contains(f == "length" ? "length" : "markdown"))] : [],
            },
        };
    }

    private static StoppingRule? Until(JsonObject? until, (string A, string B)? contrast)
    {
        if (until is null || !Enum.TryParse<StoppingTarget>(Text(until["decided"]), ignoreCase: true, out var target) || (target == StoppingTarget.Contrast && contrast is null))
        {
            return null;
        }

        var rule = new StoppingRule { Target = target, Contrast = target == StoppingTarget.Contrast ? contrast : null, Equivalence = Number(until["equivalence"]) };
        return rule with
        {
            Alpha = Number(until["alpha"]) ?? rule.Alpha,
            Looks = (int)(Number(until["looks"]) ?? rule.Looks),
            MinBattles = (int)(Number(until["minBattles"]) ?? rule.MinBattles),
        };
    }

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    private static double? Number(JsonNode? node) =>
        double.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.Select(Text).OfType<string>()],
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
