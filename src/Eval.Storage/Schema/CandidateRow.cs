namespace Eval.Storage.Schema;

/// <summary>
/// What was measured: a candidate as it stood when a run was planned. Runs share a row while nothing about the candidate changes.
/// </summary>
internal sealed class CandidateRow
{
    public long Id { get; set; }

    /// <summary>The id that the user gave.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 over all other columns.</summary>
    public required string SnapshotHash { get; set; }

    /// <summary><c>local</c> or <c>hosted</c>.</summary>
    public required string Kind { get; set; }

    public required string Weights { get; set; }

    public required string Engine { get; set; }

    public required string Settings { get; set; }

    /// <summary>Kind, weights, engine and settings as one text: the identity that results are compared by.</summary>
    public required string Identity { get; set; }

    /// <summary>The candidate's settings, price, facts and tags as the workspace had them, and what the model file or endpoint told.</summary>
    public required string Snapshot { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }
}
