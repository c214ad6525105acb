using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Models;

namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>Writes <see cref="GpuLayers"/> as <c>auto</c>, <c>all</c> or a number, the form users write.</summary>
internal sealed class GpuLayersConverter : JsonConverter<GpuLayers>
{
    public override GpuLayers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        GpuLayers.TryParse(reader.GetString() ?? "", out var layers) ? layers : throw new JsonException("not a number of GPU layers");

    public override void Write(Utf8JsonWriter writer, GpuLayers value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
