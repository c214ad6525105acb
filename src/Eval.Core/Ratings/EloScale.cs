namespace Eval.Core.Ratings;

/// <summary>The scale of ratings: 400 points are odds of ten to one.</summary>
public static class EloScale
{
    /// <summary>The mean of a board that has no anchor.</summary>
    public const double Mean = 1000;

    /// <summary>Points of one natural unit of strength (one unit of log odds): 400/ln 10 = 173.718.</summary>
    public const double PointsPerUnit = 400 / 2.302585092994045684;
}
