using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models;

/// <summary>What one call took. The pipeline attaches it to the response; suites copy it into the sample.</summary>
/// <param name="DurationMs">
/// Time of the attempt that answered, from sending the request to the last byte, in milliseconds: waiting for a permit or for another try
/// is not in it. For a cached answer, that of the original call.
/// </param>
public sealed record CallRecord(double DurationMs)
{
    private const string Key = "eval.call";

    /// <summary>Attempts made, at least 1; 0 for a cached answer.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>True where the answer came from the cache.</summary>
    public bool Cached { get; init; }

    /// <summary>Cost in micro-dollars (1e-6 USD), or null where no price is known; for a cached answer, that of the original call.</summary>
    public long? CostMicroUsd { get; init; }

    /// <summary>Tokens read, as billed.</summary>
    public long InputTokens { get; init; }

    /// <summary>Part of <see cref="InputTokens"/> that the provider served from its own prompt cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Tokens written, as billed, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Part of <see cref="OutputTokens"/> spent on hidden reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Time to the first token of a streamed answer in milliseconds, or null where it was not streamed.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>
    /// When the attempt that answered was sent, as a timestamp of the run's clock; null where it is not known. Not kept with cached answers.
    /// </summary>
    [JsonIgnore]
    public long? SentTimestamp { get; init; }

    /// <summary>The record attached to a response, or null.</summary>
    public static CallRecord? Of(ChatResponse response) =>
        response.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var value) ? value as CallRecord : null;

    /// <summary>Attaches this record to a response, in place of an older one.</summary>
    public void AttachTo(ChatResponse response) => (response.AdditionalProperties ??= [])[Key] = this;

    /// <summary>The record attached to an update of a streamed answer, or null. It comes last, in an update without content.</summary>
    public static CallRecord? Of(ChatResponseUpdate update) =>
        update.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var value) ? value as CallRecord : null;

    /// <summary>The update that carries this record at the end of a streamed answer.</summary>
    public ChatResponseUpdate ToUpdate() => new() { AdditionalProperties = new() { [Key] = this } };

    /// <summary>Takes the record off a response, before it is stored.</summary>
    internal static void Detach(ChatResponse response) => response.AdditionalProperties?.Remove(Key);
}
