using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Eval.Core.Models;
using Eval.LlamaCpp.Generation;

namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>The JSON of the protocol, generated at build time.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(GpuLayersConverter)])]
[JsonSerializable(typeof(HelloMessage))]
[JsonSerializable(typeof(FailureMessage))]
[JsonSerializable(typeof(ScoreCall))]
[JsonSerializable(typeof(ContinuationScore[]))]
[JsonSerializable(typeof(TextCall))]
[JsonSerializable(typeof(TextWindows))]
[JsonSerializable(typeof(WindowScore[]))]
[JsonSerializable(typeof(TextsCall))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(ExamineCall))]
[JsonSerializable(typeof(ExamineReply))]
[JsonSerializable(typeof(LoadCall))]
[JsonSerializable(typeof(LoadReply))]
[JsonSerializable(typeof(GenerateCall))]
[JsonSerializable(typeof(GeneratedText[]))]
[JsonSerializable(typeof(TextPart))]
[JsonSerializable(typeof(RenderCall))]
[JsonSerializable(typeof(ChatPrompt))]
[JsonSerializable(typeof(TokenizeCall))]
[JsonSerializable(typeof(TokenizeReply))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    // Lazy: the order in which the parts of a partial class initialise is not defined.
    private static readonly Lazy<ProtocolJson> Plain = new(() =>
        new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    /// <summary>Writes a message; texts as they are, not escaped for HTML: half the bytes for most languages.</summary>
    public static byte[] Write<T>(T value, Func<ProtocolJson, JsonTypeInfo<T>> type) => JsonSerializer.SerializeToUtf8Bytes(value, type(Plain.Value));

    /// <summary>Throws <see cref="FrameFormatException"/> where the payload is not what it should be.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(payload.Span, type) ?? throw new FrameFormatException($"a message of {typeof(T).Name} is null");
        }
        catch (JsonException e)
        {
            throw new FrameFormatException($"a message of {typeof(T).Name} cannot be read: {e.Message}");
        }
    }
}
