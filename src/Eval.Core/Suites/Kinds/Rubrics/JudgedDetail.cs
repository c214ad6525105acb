using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Judging;
using Eval.Core.Judging.Juries;
using Eval.Core.Running;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>Writes what judges said into a sample's detail: everything that is needed to see, and to repeat, how a score came about.</summary>
internal static class JudgedDetail
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The detail with the answers of each turn and the verdicts on them.</summary>
    public static string Write(string? detail, IReadOnlyList<string> answers, IReadOnlyList<JuryVerdict> turns)
    {
        var node = Parse(detail);
        if (answers.Count > 1)
        {
            node["answers"] = new JsonArray([.. answers.Select(a => (JsonNode)a)]);
        }

        node["judges"] = new JsonArray([.. turns.SelectMany((t, i) => t.Seats.Select(s => (JsonNode)Seat(s, turns.Count > 1 ? i + 1 : null)))]);
        return node.ToJsonString(Relaxed);
    }

    /// <summary>The detail with what became of the canaries.</summary>
    public static string WithCanaries(string? detail, IEnumerable<CanaryOutcome> canaries)
    {
        var node = Parse(detail);
        node["canaries"] = new JsonArray([.. canaries.Select(c => (JsonNode)new JsonObject
        {
            ["canary"] = c.Name, ["judge"] = c.Judge, ["score"] = c.Score, ["state"] = c.State.ToString(), ["caught"] = c.IsCaught,
        })]);
        return node.ToJsonString(Relaxed);
    }

    private static JsonObject Parse(string? detail) => detail is null ? [] : (JsonObject)JsonNode.Parse(detail)!;

    private static JsonObject Seat(SeatVerdict seat, int? turn)
    {
        var verdict = seat.Verdict;
        var node = new JsonObject { ["judge"] = seat.Judge };
        Add(node, "turn", turn);
        node["state"] = verdict.State.ToString();
        Add(node, "score", verdict.Score);
        if (verdict.Criteria.Count > 0)
        {
            node["criteria"] = new JsonObject(verdict.Criteria.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));
        }

        Add(node, "feedback", verdict.Feedback);
        Add(node, "lostMass", verdict.LostMass);
        Add(node, "reason", verdict.Reason);
        if (verdict.Pair is { } pair)
        {
            node["pair"] = new JsonObject { ["oursFirst"] = pair.OursFirst, ["oursSecond"] = pair.OursSecond, ["third"] = pair.Third, ["disagreement"] = pair.IsDisagreement };
            if (pair.IsBothBad)
            {
                node["pair"]!["bothBad"] = true;
            }
        }

        node["replies"] = new JsonArray([.. verdict.Replies.Select(r => (JsonNode)Reply(r))]);
        return node;
    }

    // The prompt can be made again from rubric and answer; its hash tells whether it was the same.
    private static JsonObject Reply(JudgeReply reply)
    {
        var node = new JsonObject { ["promptHash"] = ContentHash.Of(reply.Prompt), ["text"] = reply.Text };
        Add(node, "order", reply.Order);
        Add(node, "problem", reply.Problem);
        node["ms"] = Math.Round(reply.DurationMs, 3);
        Add(node, "costMicroUsd", reply.CostMicroUsd);
        Add(node, "cached", reply.Cached ? true : (bool?)null);
        return node;
    }

    private static void Add<T>(JsonObject node, string name, T? value)
    {
        if (value is not null)
        {
            node[name] = JsonValue.Create(value);
        }
    }
}

/// <summary>What a judge made of a canary.</summary>
/// <param name="Name">The canary.</param>
/// <param name="Judge">The judge.</param>
/// <param name="Score">Its score, or null.</param>
/// <param name="State">How its verdict ended.</param>
/// <param name="IsCaught">Whether it saw through it; null where it gave no score.</param>
internal sealed record CanaryOutcome(string Name, string Judge, double? Score, VerdictState State, bool? IsCaught);
