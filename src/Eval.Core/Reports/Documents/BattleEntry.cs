using System.Text.Json;
using Eval.Core.Running;

namespace Eval.Core.Reports.Documents;

/// <summary>
/// A verdict of a stored tournament, or a battle that has none: one line of <c>rate RUN --export-battles FILE.jsonl</c>. <c>rate FILE.jsonl</c> reads it back.
/// </summary>
/// <param name="ModelA">The candidate whose answer was shown first; where no order counts, one of both.</param>
/// <param name="ModelB">The other.</param>
/// <param name="Winner"><c>model_a</c>, <c>model_b</c>, <c>tie</c> or <c>tie (bothbad)</c>; null where nobody decided, and <paramref name="Reason"/> says why.</param>
/// <param name="Judge">Who decided: a judge, <c>scorer:METRIC</c> or a rater.</param>
/// <param name="PromptId">The prompt, with its repetition where prompts were asked again.</param>
/// <param name="Cluster">The group of battles that depend on each other.</param>
/// <param name="Weight">What the verdict counts: those on one battle count 1 together; null without a verdict.</param>
/// <param name="Probability">With which probability the pair was chosen in its turn.</param>
/// <param name="ShownFirst">Whose answer the judge saw first; null where both orders were asked and joined, and for scorers.</param>
/// <param name="IsDisagreement">True where the judge contradicted itself when the answers were swapped.</param>
/// <param name="Strength">2 where the winner is much better, 1 where it is better, 0 for ties.</param>
/// <param name="Battle">The battle's place in its tournament, from 0; several lines may be of one battle.</param>
/// <param name="Round">Its round, from 0.</param>
/// <param name="SampleId">The data's id of the prompt: both candidates' answers are stored as samples of this id …</param>
/// <param name="Epoch">… and this repetition, from 0.</param>
/// <param name="Outcome">How the battle ended.</param>
/// <param name="Reason">Why it has no verdict, or a remark on it, or null.</param>
/// <param name="Slices">Slice values by field name.</param>
/// <param name="BattleCostMicroUsd">What the judges' calls of the whole battle cost, the same on each of its lines; null where no price is known.</param>
/// <param name="Judges">What was said, judge by judge: state, feedback and replies with their texts; null where no text is stored.</param>
public sealed record BattleEntry(
    string ModelA,
    string ModelB,
    string? Winner,
    string? Judge,
    string PromptId,
    string Cluster,
    double? Weight,
    double Probability,
    string? ShownFirst,
    bool IsDisagreement,
    int Strength,
    int Battle,
    int Round,
    string SampleId,
    int Epoch,
    SampleOutcome Outcome,
    string? Reason,
    IReadOnlyDictionary<string, string> Slices,
    long? BattleCostMicroUsd,
    IReadOnlyList<JsonElement>? Judges);
