namespace Eval.Core.Ratings;

/// <summary>One model's place on a board.</summary>
/// <param name="Model">Its place in <see cref="IBattles.Models"/>.</param>
/// <param name="Name">Its name.</param>
public sealed record RatingRow(int Model, string Name)
{
    /// <summary>Whether the battles tell its strength.</summary>
    public required RatingState State { get; init; }

    /// <summary>
    /// Rating on the Elo scale. On a board where not all models are <see cref="RatingState.Estimated"/>, of all of them, so that they can be compared: by one
    /// virtual tie of each against a fixed opponent of 1000.
    /// </summary>
    public required double Rating { get; init; }

    /// <summary>Standard error in Elo points by the clustered sandwich; null where none can be given.</summary>
    public double? StandardError { get; init; }

    /// <summary>
    /// Lower end of the interval; null where none can be given. Of an undefeated model it is the strength at which its clean record against the estimated
    /// ones would have the probability (1 − confidence)/2, each cluster counted as one battle, and there is no upper end.
    /// </summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the interval; null where none can be given. Of a winless model it may be known alone.</summary>
    public double? High { get; init; }

    /// <summary>Battles that it took part in, those left out by <see cref="RatingOptions.BothBad"/> too.</summary>
    public required long Battles { get; init; }

    /// <summary>Battles won.</summary>
    public required long Wins { get; init; }

    /// <summary>Battles lost.</summary>
    public required long Losses { get; init; }

    /// <summary>Ties, those apart in which both were bad.</summary>
    public required long Ties { get; init; }

    /// <summary>Battles in which both were bad.</summary>
    public required long BothBad { get; init; }

    /// <summary>Best rank that the intervals allow, from 1: 1 + the number of models whose interval lies above this one's whole.</summary>
    public required int BestRank { get; init; }

    /// <summary>Worst rank that the intervals allow: models of the board − the number whose interval lies below this one's whole.</summary>
    public required int WorstRank { get; init; }

    /// <summary>Probability of being the best of the board, from 0 to 1; null without draws, or where it cannot be given.</summary>
    public double? BestProbability { get; init; }

    /// <summary>Probability of each rank, the first one first; empty without draws.</summary>
    public IReadOnlyList<double> RankProbabilities { get; init; } = [];

    /// <summary>Expected score against a model of the board drawn at random (a win 1, a tie ½), from 0 to 1; null where it cannot be given.</summary>
    public double? ExpectedScore { get; init; }
}

/// <summary>Whether battles tell a model's strength.</summary>
public enum RatingState
{
    /// <summary>They do.</summary>
    Estimated,

    /// <summary>It, or the group that it stands in, never lost or tied against the others: only a lower bound exists.</summary>
    Undefeated,

    /// <summary>It, or the group that it stands in, never won or tied against the others: only an upper bound exists.</summary>
    Winless,

    /// <summary>There is no variation to estimate from: all battles are ties, or even out within every cluster, or there are none.</summary>
    NotInformative,

    /// <summary>Nothing places it: it beat some always and lost to others always, or the method finds no finite optimum.</summary>
    NotEstimable,
}
