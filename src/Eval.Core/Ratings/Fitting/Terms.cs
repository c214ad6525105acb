namespace Eval.Core.Ratings.Fitting;

/// <summary>What is estimated beside the ratings, for the reader.</summary>
internal static class Terms
{
    /// <summary>The term for being shown first, in Elo points; null where the fit has none.</summary>
    public static RatingTerm? Position(FittedPart part, double confidence) =>
        part.Fit.Layout.Position < 0 ? null : Points(part, "shown first", part.Fit.Layout.Position, confidence);

    /// <summary>The terms of style, in Elo points for one standard deviation.</summary>
    public static IReadOnlyList<RatingTerm> Style(FittedPart part, double confidence) =>
        [.. part.Features.Select((name, f) => Points(part, name, part.Fit.Layout.Style + f, confidence))];

    /// <summary>Rao–Kupper's η or Davidson's ν; null for Bradley–Terry and where nothing is estimated. Without ties 0, its lower end, without an interval.</summary>
    public static RatingTerm? Tie(RatingOptions options, FittedPart? part)
    {
        if (options.Method == RatingMethod.BradleyTerry || part is null)
        {
            return null;
        }

        var name = options.Method == RatingMethod.Davidson ? "ties (ν)" : "ties (η)";
        if (part.Fit.Layout.Tie < 0)
        {
            return new RatingTerm(name, 0);
        }

        var value = part.Fit.Values[part.Fit.Layout.Tie];
        var error = Error(part, part.Fit.Layout.Tie);
        double? half = error is { } known ? known * PlacedModels.Quantile(options.Confidence, part.DegreesOfFreedom) : null;

        // ν is estimated by its logarithm: the standard error by the delta method, the ends by exponentiating.
        return options.Method == RatingMethod.Davidson
            ? new RatingTerm(name, Math.Exp(value), Math.Exp(value) * error, half is null ? null : Math.Exp(value - half.Value), half is null ? null : Math.Exp(value + half.Value))
            : new RatingTerm(name, value, error, half is null ? null : Math.Max(0, value - half.Value), value + half);
    }

    private static RatingTerm Points(FittedPart part, string name, int place, double confidence)
    {
        var value = part.Fit.Values[place] * EloScale.PointsPerUnit;
        if (Error(part, place) * EloScale.PointsPerUnit is not { } error)
        {
            return new RatingTerm(name, value);
        }

        var half = error * PlacedModels.Quantile(confidence, part.DegreesOfFreedom);
        return new RatingTerm(name, value, error, value - half, value + half);
    }

    private static double? Error(FittedPart part, int place) =>
        part is { Varies: true, Covariance: { } covariance } && Math.Sqrt(Math.Max(0, covariance[place, place])) is > 0 and var error ? error : null;
}
