namespace Eval.Core.Ratings.Fitting;

/// <summary>The likelihood of battles that are grouped by ordered pair: it costs by the number of pairs, not of battles.</summary>
internal sealed class GroupedLikelihood : ILikelihood
{
    private readonly PairCounts[] _pairs;

    private GroupedLikelihood(PairCounts[] pairs, ParameterLayout layout) => (_pairs, Layout) = (pairs, layout);

    public ParameterLayout Layout { get; }

    /// <summary>The optimum; null where there is none that is finite and unique (see <see cref="Newton"/>).</summary>
    /// <param name="models">How many models.</param>
    /// <param name="pairs">The battles between them.</param>
    /// <param name="method">The model of wins and ties; where not <see cref="RatingMethod.BradleyTerry"/>, there are ties and other battles.</param>
    /// <param name="position">Whether being shown first has a term.</param>
    /// <param name="start">Parameters to begin with (an earlier fit's of the same form), or null.</param>
    public static LikelihoodFit? Fit(int models, PairCounts[] pairs, RatingMethod method, bool position, double[]? start = null)
    {
        var layout = new ParameterLayout(models, method, position, Features: 0);
        return Newton.Fit(new GroupedLikelihood(pairs, layout), start ?? Start(layout, pairs));
    }

    /// <summary>All models equal; they tie as often as all models did.</summary>
    public static double[] Start(ParameterLayout layout, PairCounts[] pairs)
    {
        var values = new double[layout.Size];
        if (layout.Tie >= 0)
        {
            var share = Math.Clamp(pairs.Sum(p => p.Ties) / pairs.Sum(p => p.Wins + p.Losses + p.Ties), 0.001, 0.99);
            values[layout.Tie] = layout.Method == RatingMethod.RaoKupper ? Math.Log((1 + share) / (1 - share)) : Math.Log(2 * share / (1 - share));
        }

        return values;
    }

    public double Loss(double[] values)
    {
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        var loss = 0.0;
        foreach (ref readonly var pair in _pairs.AsSpan())
        {
            OutcomeTerms.Of(Layout.Method, Layout.Difference(values, pair.A, pair.B), Layout.TieValue(values), terms);
            for (var outcome = 0; outcome < 3; outcome++)
            {
                // Outcomes that did not happen may have a logarithm of minus infinity.
                if (pair[outcome] > 0)
                {
                    loss -= pair[outcome] * terms[outcome].Log;
                }
            }
        }

        return loss;
    }

    public void Derivatives(double[] values, double[] score, double[] information)
    {
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        var sums = new PairDerivatives(Layout, score, information);
        foreach (ref readonly var pair in _pairs.AsSpan())
        {
            OutcomeTerms.Of(Layout.Method, Layout.Difference(values, pair.A, pair.B), Layout.TieValue(values), terms);
            var sum = default(OutcomeTerms);
            for (var outcome = 0; outcome < 3; outcome++)
            {
                if (pair[outcome] > 0)
                {
                    sum = sum.Plus(pair[outcome], terms[outcome]);
                }
            }

            sums.Add(pair.A, pair.B, sum);
        }
    }
}
