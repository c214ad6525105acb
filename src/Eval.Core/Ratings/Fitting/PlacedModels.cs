using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Ratings.Fitting;

/// <summary>Where the models of one board stand: strengths, the ratings that are shown, and their intervals. All arrays are in the order of <see cref="Models"/>.</summary>
internal sealed class PlacedModels
{
    private PlacedModels(int[] models, RatingState[] states)
    {
        (Models, States) = (models, states);
        (Strengths, Ratings) = (new double[models.Length], new double[models.Length]);
        (StandardErrors, Low, High) = (new double?[models.Length], new double?[models.Length], new double?[models.Length]);
    }

    /// <summary>Places in all models, ascending.</summary>
    public int[] Models { get; }

    public RatingState[] States { get; }

    /// <summary>Natural strengths, before anchoring.</summary>
    public double[] Strengths { get; }

    public double[] Ratings { get; }

    public double?[] StandardErrors { get; }

    public double?[] Low { get; }

    public double?[] High { get; }

    public double LogLikelihood { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>True where the strengths of all models are estimated from their own battles.</summary>
    public bool AllEstimated => Array.TrueForAll(States, s => s == RatingState.Estimated);

    /// <summary>The quantile that intervals use: normal where all battles stand alone, t with clusters − 1 degrees of freedom else.</summary>
    public static double Quantile(double confidence, double? degreesOfFreedom) =>
        degreesOfFreedom is { } df ? StudentInterval.Quantile(df, confidence) : Normal.InvCDF(0, 1, (1 + confidence) / 2);

    /// <summary>Places the models of one connected part.</summary>
    /// <param name="cells">All battles.</param>
    /// <param name="options">How to rate.</param>
    /// <param name="component">The models, ascending.</param>
    /// <param name="standings">What wins and losses tell of each.</param>
    /// <param name="part">The fit of the main group, finished; null where there is none.</param>
    /// <param name="shares">For each of all models what <see cref="CleanRecords"/> says.</param>
    public static PlacedModels Of(BattleCells cells, RatingOptions options, int[] component, Standings standings, FittedPart? part, double[] shares)
    {
        var pairs = FittedPart.Pairs(cells, component);
        var tiesOnly = pairs.All(p => p.Wins + p.Losses == 0);
        var placed = new PlacedModels(component, [.. component.Select(m => StateOf(standings[m], part, tiesOnly))]);
        var own = new double[component.Length];
        if (placed.AllEstimated)
        {
            part!.Fit.Values.AsSpan(0, component.Length).CopyTo(own);
            own.CopyTo(placed.Strengths, 0);
            (placed.LogLikelihood, placed.Iterations) = (part.Fit.LogLikelihood, part.Fit.Iterations);
        }
        else
        {
            var (shown, logLikelihood, iterations) = VirtualTie.Fit(component.Length, pairs, options.Method);
            shown.CopyTo(placed.Strengths, 0);
            (placed.LogLikelihood, placed.Iterations) = (part?.Fit.LogLikelihood ?? logLikelihood, part?.Fit.Iterations ?? iterations);
        }

        for (var i = 0; i < component.Length; i++)
        {
            placed.Ratings[i] = EloScale.Mean + (EloScale.PointsPerUnit * placed.Strengths[i]);
        }

        if (part is { Varies: true })
        {
            placed.AddIntervals(cells, options, part, shares);
        }

        placed.Anchor(cells, options);
        return placed;
    }

    private static RatingState StateOf(RatingState state, FittedPart? part, bool tiesOnly) =>
        tiesOnly || (state == RatingState.Estimated && part is { Varies: false }) ? RatingState.NotInformative
        : state == RatingState.Estimated && part is null ? RatingState.NotEstimable
        : state;

    // The main group's own estimates have the mean 0; beside others, that mean is where the virtual tie puts the group.
    private void AddIntervals(BattleCells cells, RatingOptions options, FittedPart part, double[] shares)
    {
        int[] places = [.. part.Members.Select(m => Array.BinarySearch(Models, m))];
        var mean = places.Average(p => Strengths[p]);
        var quantile = part.DegreesOfFreedom is null or >= 1 ? Quantile(options.Confidence, part.DegreesOfFreedom) : double.NaN;
        var (low, high) = (new double[places.Length], new double[places.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            var place = places[i];
            Strengths[place] = mean + part.Fit.Values[i];
            if (part.Covariance is { } covariance)
            {
                var error = Math.Sqrt(Math.Max(0, covariance[i, i]));
                (low[i], high[i]) = (part.Fit.Values[i] - (quantile * error), part.Fit.Values[i] + (quantile * error));
                StandardErrors[place] = EloScale.PointsPerUnit * error;
                (Low[place], High[place]) = (Points(mean + low[i]), Points(mean + high[i]));
            }
        }

        for (var i = 0; i < Models.Length && part.Covariance is not null; i++)
        {
            if (States[i] == RatingState.Undefeated)
            {
                Low[i] = Points(mean + OneSidedBound.Of(cells, part, low, Models[i], undefeated: true, options.Confidence, shares[Models[i]]));
            }
            else if (States[i] == RatingState.Winless)
            {
                High[i] = Points(mean + OneSidedBound.Of(cells, part, high, Models[i], undefeated: false, options.Confidence, shares[Models[i]]));
            }
        }
    }

    private static double? Points(double? strength) => EloScale.Mean + (EloScale.PointsPerUnit * strength);

    private void Anchor(BattleCells cells, RatingOptions options)
    {
        var anchor = options.Anchor is null ? -1 : Array.FindIndex(Models, m => string.Equals(cells.Models[m], options.Anchor, StringComparison.Ordinal));
        if (anchor < 0)
        {
            return;
        }

        var shift = options.AnchorRating - Ratings[anchor];
        for (var i = 0; i < Models.Length; i++)
        {
            Ratings[i] += shift;
            Low[i] += shift;
            High[i] += shift;
        }
    }
}
