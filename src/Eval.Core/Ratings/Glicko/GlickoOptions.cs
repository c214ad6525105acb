namespace Eval.Core.Ratings.Glicko;

/// <summary>Constants of Glicko-2; the defaults are its author's.</summary>
public sealed record GlickoOptions
{
    /// <summary>Rating of a model before its first battle. Default 1500.</summary>
    public double Start { get; init; } = 1500;

    /// <summary>Rating deviation (standard error) before the first battle, above 0. Default 350.</summary>
    public double StartDeviation { get; init; } = 350;

    /// <summary>Volatility before the first battle, above 0. Default 0.06.</summary>
    public double StartVolatility { get; init; } = 0.06;

    /// <summary>How quickly volatility may change, above 0; 0.3 to 1.2 is reasonable. Default 0.5.</summary>
    public double Tau { get; init; } = 0.5;

    /// <summary>How battles in which neither answer was any good are taken. Default: as ties.</summary>
    public BothBadRule BothBad { get; init; }

    /// <summary>Confidence of the intervals, between 0 and 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;
}
