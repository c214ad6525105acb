using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Judging.Prompting;
using Eval.Core.Reports;
using Eval.Core.Reports.Documents;

namespace Eval.Core.Running.Tournaments;

/// <summary>Battles of a run as JSON lines, with everything that is stored of them: the rows of a <see cref="VerdictTable"/>, and those that nobody decided.</summary>
/// <param name="table">The table; its rows and weights are those of the lines.</param>
public sealed class VerdictLines(VerdictTable table)
{
    /// <summary>Writes the lines of a battle; returns how many. One that is still to be played has none.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="battle">One of the table's battles.</param>
    /// <param name="detail">What judges said (<see cref="BattleResult.DetailJson"/>), or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<int> WriteAsync(Stream target, BattleResult battle, string? detail, CancellationToken cancellationToken)
    {
        var entries = Entries(battle, detail).ToList();
        foreach (var entry in entries)
        {
            await JsonSerializer.SerializeAsync(target, entry, ReportJson.Lines.BattleEntry, cancellationToken);
            target.WriteByte((byte)'\n');
        }

        return entries.Count;
    }

    private IEnumerable<BattleEntry> Entries(BattleResult battle, string? detail)
    {
        if (battle.Outcome is null)
        {
            return [];
        }

        var slices = table.Slices.Keys.ToDictionary(s => s, s => battle.Slices.GetValueOrDefault(s, ""), StringComparer.Ordinal);
        var seats = Seats(detail);
        return battle.Games.Count == 0 ? [Entry(null, null, false)] : table.Rows(battle).Select(r => Entry(r.Game, r.Weight, r.IsShown));

        BattleEntry Entry(BattleGame? game, double? weight, bool isShown)
        {
            var plan = battle.Plan;
            var isSwapped = game is { AFirst: false };
            var (first, second) = isSwapped ? (plan.CandidateB, plan.CandidateA) : (plan.CandidateA, plan.CandidateB);
            return new BattleEntry(
                first, second, game is null ? null : VerdictTable.Word(isSwapped ? TournamentBattles.Swapped(game.Outcome) : game.Outcome), game?.Judge,
                table.PromptOf(plan), battle.Cluster, weight, plan.Probability, isShown ? first : null, game is { IsDisagreement: true }, game?.Strength ?? 0,
                plan.Ordinal, plan.Round, plan.SampleId, plan.Epoch, battle.Outcome!.Value, battle.Reason, slices, battle.CostMicroUsd,
                seats is null ? null : [.. seats.Where(s => game is null || Text(s["judge"]) == game.Judge).Select(s => Said(s, plan, isShown ? game!.AFirst : null))]);
        }
    }

    private static List<JsonObject>? Seats(string? detail)
    {
        try
        {
            return detail is not null && JsonNode.Parse(detail) is JsonObject node && node["judges"] is JsonArray judges ? [.. judges.OfType<JsonObject>()] : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // Stored numbers and orders speak of "ours", who is candidate A: the line says who won, and replies whom they saw first. A verdict of one order has the replies to that order.
    private static JsonElement Said(JsonObject seat, PlannedBattle plan, bool? aFirst)
    {
        var said = (JsonObject)seat.DeepClone();
        said.Remove("score");
        said.Remove("pair");
        var (oursFirst, oursSecond) = (PairOrders.WordOf(PairOrder.OursFirst), PairOrders.WordOf(PairOrder.OursSecond));
        var replies = said["replies"] is JsonArray all ? all.OfType<JsonObject>().ToList() : [];
        said["replies"] = null;
        var kept = new JsonArray();
        foreach (var reply in replies.Where(r => aFirst is null || Text(r["order"]) != (aFirst.Value ? oursSecond : oursFirst)))
        {
            var copy = (JsonObject)reply.DeepClone();
            if (copy.Remove("order", out var order) && Text(order) is { } word && (word == oursFirst || word == oursSecond))
            {
                copy["shownFirst"] = word == oursFirst ? plan.CandidateA : plan.CandidateB;
            }

            kept.Add((JsonNode)copy);
        }

        said["replies"] = kept;
        return JsonElement.Parse(said.ToJsonString());
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
