using Eval.Core.Metrics;
using Eval.Core.Statistics;

namespace Eval.Core.Judging.Agreement;

/// <summary>
/// What people would have said, from what a judge said and its card: the judge's own errors become part of the interval. It holds as far as the judge errs on
/// these answers as it did on the labelled ones.
/// </summary>
public static class JudgedEstimates
{
    /// <summary>
    /// Corrects a judged metric: a rate of passes by sensitivity and specificity (<see cref="RoganGladen"/>), a mean of scores or of wins with the labels
    /// (<see cref="PredictionPowered"/>, λ = 1 unless the labels were drawn from the very answers).
    /// </summary>
    /// <param name="estimate">The judge's own mean or rate.</param>
    /// <param name="card">The judge's card.</param>
    /// <param name="sameAnswers">True where the card's labels are a random part of the answers that the estimate is over; then λ is tuned.</param>
    public static CorrectedEstimate Correct(Estimate estimate, JudgeCard card, bool sameAnswers = false) =>
        estimate is not { Value: { } value } ? new(estimate.MetricId) { WhyNot = "nothing was judged" }
        : (estimate.MetricId, card.Form) switch
        {
            ("judge_pass", LabelForm.PassFail) or ("judge_pass", LabelForm.Score) => Rate(estimate, value, card),
            ("judge_win", LabelForm.Pairwise) => Mean(estimate, value, card, sameAnswers),
            (_, LabelForm.Score) when estimate.MetricId.StartsWith("judge_score_", StringComparison.Ordinal) || estimate.MetricId.StartsWith("judge_geval_", StringComparison.Ordinal) =>
                Mean(estimate, value, card, sameAnswers),
            _ => new(estimate.MetricId) { WhyNot = $"the card's labels ({CardWords.Form(card.Form)}) are of another kind than this metric" },
        };

    private static CorrectedEstimate Rate(Estimate estimate, double observed, JudgeCard card)
    {
        var none = new CorrectedEstimate(estimate.MetricId) { Method = "rogan-gladen" };
        if (card.PassFail is not { Good: > 0, Bad: > 0 } counts)
        {
            return none with { WhyNot = "the card has no labels of one of the two classes: what passes is not known" };
        }

        var (sensitivity, specificity) = (counts.Sensitivity, counts.Specificity);
        if (sensitivity + specificity <= 1 + 1e-9)
        {
            return none with { WhyNot = "the judge is no better than chance (sensitivity + specificity is at most 1): its rate says nothing of the true one" };
        }

        // A class without a single error was measured on a finite number all the same: its error is taken half a case off the end.
        var error = Error(estimate, observed, counts, sensitivity, specificity);
        var rate = RoganGladen.Rate(observed, sensitivity, specificity);
        var half = Wilson.NormalQuantile(estimate.Confidence) * error;
        var raw = (observed + specificity - 1) / (sensitivity + specificity - 1);
        if (raw + half <= 0 || raw - half >= 1)
        {
            return none with { WhyNot = $"the judge passes {(raw < 0.5 ? "fewer" : "more")} here than its errors on the card allow: it errs otherwise on these answers" };
        }

        var interval = new Interval(raw - half, raw + half).Clip(0, 1);
        return none with { Value = rate, Low = interval.Low, High = interval.High, StandardError = error, Labels = counts.Good + counts.Bad };
    }

    private static double Error(Estimate estimate, double observed, PassFailCounts counts, double sensitivity, double specificity)
    {
        static double Inner(double share, int n) => Math.Clamp(share, 0.5 / n, 1 - (0.5 / n));
        var error = RoganGladen.StandardError(
            Math.Clamp(observed, 0, 1), Math.Max(1, estimate.N), Inner(sensitivity, counts.Good), counts.Good, Inner(specificity, counts.Bad), counts.Bad);

        // The delta method takes the judged samples as independent; where they are not, the estimate knows better.
        var skill = sensitivity + specificity - 1;
        var independent = observed * (1 - observed) / Math.Max(1, estimate.N);
        var own = estimate.StandardError is { } clustered ? Math.Max(0, (clustered * clustered) - independent) : 0;
        return double.IsNaN(error) ? double.NaN : Math.Sqrt((error * error) + (own / (skill * skill)));
    }

    private static CorrectedEstimate Mean(Estimate estimate, double value, JudgeCard card, bool sameAnswers)
    {
        var none = new CorrectedEstimate(estimate.MetricId) { Method = "prediction-powered" };
        if (card.Moments is not { N: >= 10 } moments)
        {
            return none with { WhyNot = "the card has fewer than 10 labelled items with a verdict" };
        }

        if (moments.Clustered is { Clusters: < 10 })
        {
            return none with { WhyNot = "the card's labelled items are of fewer than 10 independent groups" };
        }

        if (moments.Covariance <= 0)
        {
            return none with { WhyNot = "the judge is no better than chance: its scores do not rise with people's" };
        }

        if (estimate.StandardError is not { } error || !double.IsFinite(error))
        {
            return none with { WhyNot = "the judge's mean has no standard error" };
        }

        var powered = PredictionPowered.Of(value, error * error, moments, sameAnswers ? null : 1);
        var interval = StudentInterval.Around(powered.Mean, powered.StandardError, (moments.Clustered?.Clusters ?? moments.N) - 1, estimate.Confidence);
        return none with
        {
            Value = powered.Mean,
            Low = interval.Low,
            High = interval.High,
            StandardError = powered.StandardError,
            Lambda = powered.Lambda,
            Labels = moments.N,
        };
    }
}

/// <summary>A judged metric corrected by its judge's card.</summary>
/// <param name="MetricId">The metric.</param>
public sealed record CorrectedEstimate(string MetricId)
{
    /// <summary>The corrected value, or null (<see cref="WhyNot"/> says why).</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its interval.</summary>
    public double? High { get; init; }

    /// <summary>Its standard error: of the judged samples and of the labels together.</summary>
    public double? StandardError { get; init; }

    /// <summary><c>rogan-gladen</c> or <c>prediction-powered</c>; null where nothing was done.</summary>
    public string? Method { get; init; }

    /// <summary>How much of the judge was used; null for rates.</summary>
    public double? Lambda { get; init; }

    /// <summary>Labels that it rests on.</summary>
    public int Labels { get; init; }

    /// <summary>Why there is no corrected value, one sentence; null where there is one.</summary>
    public string? WhyNot { get; init; }
}
