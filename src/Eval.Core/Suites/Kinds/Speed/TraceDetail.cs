using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Running;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>What a sample of a speed suite keeps in its detail: its own trace, and the load it was part of.</summary>
/// <param name="Load">The load.</param>
/// <param name="Trace">The request.</param>
public sealed record TraceDetail(LoadRecord Load, RequestTrace Trace)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    // Dozens of metrics read the same samples.
    private static readonly ConditionalWeakTable<SampleResult, TraceDetail> Read = [];

    /// <summary>The detail as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The detail of a stored sample, or null where it has none.</summary>
    /// <exception cref="JsonException">The detail is of another kind of suite.</exception>
    public static TraceDetail? Of(SampleResult sample)
    {
        if (sample.DetailJson is null)
        {
            return null;
        }

        if (!Read.TryGetValue(sample, out var detail))
        {
            detail = JsonSerializer.Deserialize<TraceDetail>(sample.DetailJson, Json);
            if (detail is { Load: not null, Trace: not null })
            {
                Read.AddOrUpdate(sample, detail);
            }
        }

        return detail is { Load: not null, Trace: not null } ? detail : null;
    }
}
