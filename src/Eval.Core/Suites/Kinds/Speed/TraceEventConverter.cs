using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>An event as <c>[milliseconds, kind, bytes]</c>: an answer has hundreds of them.</summary>
internal sealed class TraceEventConverter : JsonConverter<TraceEvent>
{
    public override TraceEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Read();
        var at = reader.GetDouble();
        reader.Read();
        var kind = (TraceEventKind)reader.GetInt32();
        reader.Read();
        var bytes = reader.GetInt32();
        reader.Read();
        return new TraceEvent(at, kind, bytes);
    }

    public override void Write(Utf8JsonWriter writer, TraceEvent value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.AtMs);
        writer.WriteNumberValue((int)value.Kind);
        writer.WriteNumberValue(value.Bytes);
        writer.WriteEndArray();
    }
}
