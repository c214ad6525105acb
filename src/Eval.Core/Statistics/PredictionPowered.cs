namespace Eval.Core.Statistics;

/// <summary>
/// A mean of what people would say, from a judge's scores of many items and people's labels of a few (A. Angelopoulos and others, "Prediction-powered inference",
/// Science 382, 2023; with a tuned λ "PPI++", arXiv:2311.01453): λ · mean(judge, all) + mean(human − λ · judge, labelled), with variance
/// λ² Var(judge)/N + Var(human − λ · judge)/n. The labelled items must be a random part of those that the judge scored, and are best not among the N; with λ = 1
/// it is enough that the judge errs alike on both.
/// </summary>
/// <param name="Mean">The estimate.</param>
/// <param name="Variance">Its variance; NaN where fewer than two items are labelled.</param>
/// <param name="Lambda">How much of the judge was used: 0 takes the labels alone, 1 trusts the judge's differences in full.</param>
public readonly record struct PredictionPowered(double Mean, double Variance, double Lambda)
{
    /// <summary>Standard error of the mean.</summary>
    public double StandardError => Math.Sqrt(Variance);

    /// <summary>The estimate from the scores themselves.</summary>
    /// <param name="judgeAll">The judge's scores of all items; two or more.</param>
    /// <param name="human">People's scores of the labelled items; two or more.</param>
    /// <param name="judgeLabelled">The judge's scores of the same, in their order.</param>
    /// <param name="lambda">λ, cut to [0, 1]; null to tune it for the least variance.</param>
    public static PredictionPowered Of(ReadOnlySpan<double> judgeAll, ReadOnlySpan<double> human, ReadOnlySpan<double> judgeLabelled, double? lambda = 1)
    {
        var spread = Moments.StandardErrorOf(judgeAll);
        return Of(Moments.MeanOf(judgeAll), spread * spread, LabelledMoments.Of(human, judgeLabelled), lambda);
    }

    /// <summary>The estimate from moments.</summary>
    /// <param name="judgeMean">The judge's mean over all items.</param>
    /// <param name="judgeMeanVariance">Variance of that mean, clustered where items are dependent; 0 or more.</param>
    /// <param name="labelled">Moments of the labelled items.</param>
    /// <param name="lambda">λ, cut to [0, 1]; null to tune it for the least variance.</param>
    public static PredictionPowered Of(double judgeMean, double judgeMeanVariance, LabelledMoments labelled, double? lambda = 1)
    {
        var used = Math.Clamp(lambda ?? Tuned(judgeMeanVariance, labelled), 0, 1);
        var errors = labelled.Errors;
        var rectifier = errors.Human - (2 * used * errors.Covariance) + (used * used * errors.Judge);
        return new(
            (used * judgeMean) + labelled.HumanMean - (used * labelled.JudgeMean),
            (used * used * judgeMeanVariance) + Math.Max(0, rectifier),
            used);
    }

    // Where the derivative of the variance by λ is 0. A judge without any spread says nothing.
    private static double Tuned(double judgeMeanVariance, LabelledMoments labelled)
    {
        var errors = labelled.Errors;
        var spread = judgeMeanVariance + errors.Judge;
        return spread > 0 ? errors.Covariance / spread : 0;
    }
}
