using Eval.Core.Running;

namespace Eval.Storage.Schema;

/// <summary>
/// A finished sample without its large texts, so that folding metrics over a million of them reads a small table. Written and read by
/// prepared statements (<see cref="Runs.SampleWriter"/>); the class exists for the schema.
/// </summary>
internal sealed class SampleRow
{
    public long Id { get; set; }

    public long CellId { get; set; }

    public int Epoch { get; set; }

    public int Ordinal { get; set; }

    public required string SampleId { get; set; }

    public required SampleOutcome Outcome { get; set; }

    public string? Reason { get; set; }

    /// <summary>A JSON object of numbers; not-a-number and infinities as the strings NaN, Infinity and -Infinity.</summary>
    public required string Measures { get; set; }

    /// <summary>A JSON object of texts.</summary>
    public required string Slices { get; set; }

    public string? Cluster { get; set; }

    public int InputTokens { get; set; }

    public int OutputTokens { get; set; }

    public double DurationMs { get; set; }

    public bool Cached { get; set; }

    public long? CostMicroUsd { get; set; }
}

/// <summary>The large texts of a sample; absent where it has none, or where they were cleared to save room.</summary>
internal sealed class SampleTextRow
{
    /// <summary><see cref="SampleRow.Id"/>.</summary>
    public long Id { get; set; }

    public string? Prompt { get; set; }

    public string? Answer { get; set; }

    public string? Target { get; set; }

    public string? Detail { get; set; }

    /// <summary>Hash of the question where the source kept it in place of the texts; see <see cref="Core.Running.QuestionHash"/>.</summary>
    public string? Question { get; set; }
}
