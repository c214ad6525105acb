namespace Eval.Core.Ratings.Pairings;

/// <summary>What a pairing policy knows when it plans a round: a pure function of it gives the round, so that a tournament that was killed goes on as it would have.</summary>
public sealed record PairingState
{
    /// <summary>Number of models, 2 or more.</summary>
    public required int Models { get; init; }

    /// <summary>Number of prompts, 1 or more. A pair of models meets at most once on a prompt.</summary>
    public required int Prompts { get; init; }

    /// <summary>The round to plan, from 0.</summary>
    public required int Round { get; init; }

    /// <summary>Pairings that a round has at most, 1 or more.</summary>
    public required int RoundSize { get; init; }

    /// <summary>Seed of everything that is drawn.</summary>
    public required int Seed { get; init; }

    /// <summary>The model that all others are compared with, or null.</summary>
    public int? Baseline { get; init; }

    /// <summary>The two models whose difference is of interest, or null for the whole table.</summary>
    public (int A, int B)? Contrast { get; init; }

    /// <summary>What earlier rounds played, in order.</summary>
    public required IReadOnlyList<PlayedPairing> Played { get; init; }

    /// <summary>Throws where a number cannot be: what a policy would else trip over in some other place.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Models, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Prompts, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Round);
        ArgumentOutOfRangeException.ThrowIfLessThan(RoundSize, 1);
        if (Baseline is { } baseline)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(baseline);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(baseline, Models);
        }

        if (Contrast is { } contrast && (contrast.A == contrast.B || Math.Min(contrast.A, contrast.B) < 0 || Math.Max(contrast.A, contrast.B) >= Models))
        {
            throw new ArgumentException($"A contrast is of two of the {Models} models.");
        }

        foreach (var played in Played)
        {
            if (played.A == played.B || Math.Min(played.A, played.B) < 0 || Math.Max(played.A, played.B) >= Models
                || played.Prompt < 0 || played.Prompt >= Prompts || played.Score is { } score && !(score >= 0 && score <= 1))
            {
                throw new ArgumentException($"Not a pairing of {Models} models on {Prompts} prompts: {played}.");
            }
        }
    }
}
