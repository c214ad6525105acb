using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Ratings.Style;
using Eval.Core.Running.Tournaments;

namespace Eval.Storage.Tournaments;

/// <summary>The form in which a battle's games lie in a column.</summary>
internal static class GamesText
{
    private static readonly GamesJson Json = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    });

    public static string? Write(BattleResult battle) => battle.Games.Count == 0 && battle.Canaries is null
        ? null
        : JsonSerializer.Serialize(new StoredGames([.. battle.Games.Select(g => new StoredGame(g.Judge, g.Outcome.ToString(), g.AFirst, g.Strength, g.IsDisagreement))], battle.Canaries, battle.Styles is var (a, b) ? [a, b] : null), Json.StoredGames);

    public static (IReadOnlyList<BattleGame> Games, CanaryCounts? Canaries, (AnswerStyle A, AnswerStyle B)? Styles) Read(string? json)
    {
        if (json is null || JsonSerializer.Deserialize(json, Json.StoredGames) is not { } stored)
        {
            return ([], null, null);
        }

        return ([.. (stored.Games ?? []).Select(g => new BattleGame(g.Judge, Enum.Parse<Core.Ratings.BattleOutcome>(g.Outcome))
        {
            AFirst = g.AFirst,
            Strength = g.Strength,
            IsDisagreement = g.Disagreement,
        })], stored.Canaries, stored.Styles is [var a, var b] ? (a, b) : null);
    }
}

internal sealed record StoredGames(IReadOnlyList<StoredGame>? Games, CanaryCounts? Canaries, IReadOnlyList<AnswerStyle>? Styles);

internal sealed record StoredGame(string Judge, string Outcome, bool? AFirst, int Strength, bool Disagreement);

[JsonSerializable(typeof(StoredGames))]
internal sealed partial class GamesJson : JsonSerializerContext;
