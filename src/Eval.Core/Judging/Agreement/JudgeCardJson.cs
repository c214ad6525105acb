using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Core.Judging.Agreement;

/// <summary>A card as JSON, as it is stored.</summary>
public static class JudgeCardJson
{
    private static readonly JudgeCardContext Context = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
    });

    /// <summary>Writes a card.</summary>
    public static string Write(JudgeCard card) => JsonSerializer.Serialize(card, Context.JudgeCard);

    /// <summary>Reads a card.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JudgeCard Read(string json) => JsonSerializer.Deserialize(json, Context.JudgeCard) ?? throw new JsonException("a stored card is empty");
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(JudgeCard))]
internal sealed partial class JudgeCardContext : JsonSerializerContext;
