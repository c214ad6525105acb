namespace Eval.Core.Ratings;

/// <summary>How ratings are estimated. Ratings are on the Elo scale: 400 points are odds of ten to one; the mean of a board is 1000.</summary>
public sealed record RatingOptions
{
    /// <summary>The model of wins and ties. Default: Bradley–Terry.</summary>
    public RatingMethod Method { get; init; }

    /// <summary>Confidence of the two-sided intervals, between 0 and 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>True where being shown first has a term of its own. Default false.</summary>
    public bool Position { get; init; }

    /// <summary>How battles in which neither answer was any good are taken. Default: as ties.</summary>
    public BothBadRule BothBad { get; init; }

    /// <summary>
    /// The model that is put at <see cref="AnchorRating"/>, or null for a mean of 1000. Points are shifted; standard errors and intervals stay those of
    /// the sum-to-zero scale, shifted with them: an interval around a fixed point would be zero by construction.
    /// </summary>
    public string? Anchor { get; init; }

    /// <summary>Rating of the anchor. Default 1000.</summary>
    public double AnchorRating { get; init; } = 1000;

    /// <summary>Draws of the joint distribution that rank probabilities are counted over; 0 for none. Default 10,000.</summary>
    public int Draws { get; init; } = 10_000;

    /// <summary>Seed of the draws. Default 17.</summary>
    public int Seed { get; init; } = 17;
}
