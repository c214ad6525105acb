using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Gates;
using Eval.Core.Metrics;
using Eval.Storage.Gates;

namespace Eval.Service.Gating;

/// <summary>A decision as JSON in its record: whole, so that it is shown later as it was shown then.</summary>
public static class StoredDecision
{
    // 2: scores stand in their metric's unit. Before, those of perplexities were logarithms.
    private const int Schema = 2;

    private static readonly StoredDecisionContext Json = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
    });

    /// <summary>The decision that a record holds.</summary>
    /// <param name="record">The record.</param>
    /// <param name="attempts">All decisions about the same policy, baseline and candidate, the oldest first.</param>
    public static DecidedGate Read(GateRecord record, IReadOnlyList<GateRecord> attempts)
    {
        var kept = JsonSerializer.Deserialize(record.Decision, Json.KeptDecision)
            ?? throw new JsonException($"decision {record.Id} is empty");
        return new DecidedGate(record, kept.Schema < Schema ? InTheirUnits(kept.Decision) : kept.Decision, kept.Notes, attempts);
    }

    internal static string Write(GateDecision decision, IReadOnlyList<string> notes) =>
        JsonSerializer.Serialize(new KeptDecision(Schema, decision, notes), Json.KeptDecision);

    private static GateDecision InTheirUnits(GateDecision decision) => decision with
    {
        Suites = [.. decision.Suites.Select(s => s.MetricId is { } id && BuiltInMetrics.Find(id) is IPairedMetric { ScoresAreLogarithms: true }
            ? s with
            {
                OldScore = s.OldScore is { } old ? Math.Exp(old) : null,
                NewScore = s.NewScore is { } @new ? Math.Exp(@new) : null,
                Slices = [.. s.Slices.Select(slice => slice with { NewScore = Math.Exp(slice.NewScore) })],
            }
            : s)],
    };
}

internal sealed record KeptDecision(int Schema, GateDecision Decision, IReadOnlyList<string> Notes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(KeptDecision))]
internal sealed partial class StoredDecisionContext : JsonSerializerContext;
