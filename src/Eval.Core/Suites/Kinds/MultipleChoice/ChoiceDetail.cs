using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>What is kept of a question beside its measures: every choice with its numbers.</summary>
internal sealed record ChoiceDetail(
    [property: JsonPropertyName("choices")] IReadOnlyList<ChoiceDetail.Choice> Choices,
    [property: JsonPropertyName("predicted")] int Predicted,
    [property: JsonPropertyName("gold")] IReadOnlyList<int> Gold)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Json(ChoiceItem item, IReadOnlyList<ChoiceScore> scores, int predicted) => JsonSerializer.Serialize(
        new ChoiceDetail(
            [.. scores.Select((s, i) => new Choice(item.Choices[i], s.LogLikelihood, s.Tokens, s.Characters, s.Bytes, s.IsGreedy, s.Unconditional))],
            predicted,
            item.Golds),
        Options);

    internal sealed record Choice(
        [property: JsonPropertyName("text")] string Text,
        [property: JsonPropertyName("ll")] double LogLikelihood,
        [property: JsonPropertyName("tokens")] int Tokens,
        [property: JsonPropertyName("chars")] int Characters,
        [property: JsonPropertyName("bytes")] int Bytes,
        [property: JsonPropertyName("greedy")] bool IsGreedy,
        [property: JsonPropertyName("unconditional")] double? Unconditional);
}
