namespace Eval.Core.Judging.Agreement;

/// <summary>How a card is made.</summary>
public sealed record CardOptions
{
    /// <summary>Two-sided confidence of its intervals, between 0 and 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of its bootstraps. Default 17.</summary>
    public int Seed { get; init; } = 17;

    /// <summary>The judge's name, from which its family is guessed, or null.</summary>
    public string? JudgeName { get; init; }

    /// <summary>Of scores: the worst of the scale, or null: the least that occurs.</summary>
    public int? Min { get; init; }

    /// <summary>Of scores: the best of the scale, or null: the largest that occurs.</summary>
    public int? Max { get; init; }

    /// <summary>Of scores: the least that passes, or null where nothing is passed or failed.</summary>
    public double? PassFrom { get; init; }
}
