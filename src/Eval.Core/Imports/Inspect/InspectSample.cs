using System.Text.Json;
using Eval.Core.Imports.Json;

namespace Eval.Core.Imports.Inspect;

/// <summary>The parts of a sample in a log of inspect that are taken over. Transcripts, stores and attachments are passed over unread.</summary>
internal sealed record InspectSample
{
    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "id", "epoch", "input", "choices", "target", "output", "scores", "score", "metadata", "model_usage", "total_time", "working_time", "error", "limit", "invalidation",
    };

    private readonly Dictionary<string, JsonElement> _values;

    private InspectSample(Dictionary<string, JsonElement> values) => _values = values;

    /// <summary>The sample's id; a number is written as its digits.</summary>
    public string Id => this["id"]?.Label() ?? "";

    /// <summary>Repetition, from 0.</summary>
    public int Epoch => this["epoch"] is { ValueKind: JsonValueKind.Number } epoch && epoch.TryGetInt32(out var number) ? Math.Max(0, number - 1) : 0;

    /// <summary>A part, or null where it is absent or null.</summary>
    public JsonElement? this[string name] =>
        _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Reads one sample whose opening brace was just read.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="only">The parts to take; null takes all that are wanted.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async ValueTask<InspectSample> ReadAsync(JsonPull json, IReadOnlySet<string>? only, CancellationToken cancellationToken)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            throw json.Wrong("a sample is no JSON object");
        }

        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        while (await json.NextPropertyAsync(cancellationToken))
        {
            var name = json.Name;
            if ((only ?? Wanted).Contains(name))
            {
                values[name] = await json.TakeAsync(cancellationToken);
            }
            else
            {
                await json.SkipAsync(cancellationToken);
            }
        }

        return new InspectSample(values);
    }
}
