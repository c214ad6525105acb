namespace Eval.Core.Ratings.Fitting;

/// <summary>
/// Ratings that always exist, for display: every model gets one battle, half won and half lost, against an opponent that is fixed at 1000. With it every
/// model can be reached from every other one.
/// </summary>
internal static class VirtualTie
{
    /// <summary>Strengths θ of some models, 0 being the fixed opponent's, and the log-likelihood of their own battles there.</summary>
    /// <exception cref="InvalidOperationException">Newton's method does not converge.</exception>
    public static (double[] Strengths, double LogLikelihood, int Iterations) Fit(int models, PairCounts[] pairs, RatingMethod method)
    {
        method = FittedPart.MethodFor(method, pairs);
        PairCounts[] all = [.. pairs, .. Enumerable.Range(0, models).Select(i => new PairCounts(i, models, 0.5, 0.5, 0))];
        var fit = GroupedLikelihood.Fit(models + 1, all, method, position: false)
            ?? throw new InvalidOperationException("The ratings do not converge: weights or counts of the battles are too far apart.");
        var own = 0.0;
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        foreach (var pair in pairs)
        {
            fit.Terms(pair.A, pair.B, terms);
            for (var outcome = 0; outcome < 3; outcome++)
            {
                own += pair[outcome] > 0 ? pair[outcome] * terms[outcome].Log : 0;
            }
        }

        return ([.. fit.Values.Take(models).Select(v => v - fit.Values[models])], own, fit.Iterations);
    }
}
