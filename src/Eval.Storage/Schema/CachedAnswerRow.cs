namespace Eval.Storage.Schema;

/// <summary>A model's answer, by the full identity of what was asked.</summary>
internal sealed class CachedAnswerRow
{
    public long Id { get; set; }

    /// <summary>SHA-256 of the request's full identity, lower-case hex.</summary>
    public required string Key { get; set; }

    /// <summary>Whose answer it is; not part of the key.</summary>
    public required string CandidateName { get; set; }

    public required string Payload { get; set; }

    public double DurationMs { get; set; }

    public long? CostMicroUsd { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Not served from then on; null for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
