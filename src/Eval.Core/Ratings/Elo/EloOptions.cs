namespace Eval.Core.Ratings.Elo;

/// <summary>Constants of online Elo; the defaults are those of FastChat.</summary>
public sealed record EloOptions
{
    /// <summary>Points that one battle moves at most, above 0. Default 4.</summary>
    public double K { get; init; } = 4;

    /// <summary>Rating of a model before its first battle. Default 1000.</summary>
    public double Start { get; init; } = 1000;

    /// <summary>Points that are odds of ten to one. Default 400.</summary>
    public double Scale { get; init; } = 400;

    /// <summary>How battles in which neither answer was any good are taken. Default: as ties.</summary>
    public BothBadRule BothBad { get; init; }

    /// <summary>Points of the history at most, 2 or more. Default 200.</summary>
    public int HistoryPoints { get; init; } = 200;
}
