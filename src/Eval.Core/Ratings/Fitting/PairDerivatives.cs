namespace Eval.Core.Ratings.Fitting;

/// <summary>Adds the derivatives of battles of a pair, by x = θ_A − θ_B + position and by the tie parameter, to those of all parameters.</summary>
internal readonly ref struct PairDerivatives(ParameterLayout layout, double[] score, double[] information)
{
    private readonly int _size = layout.Size;

    /// <summary>Adds one pair's.</summary>
    /// <param name="a">The model that was shown first.</param>
    /// <param name="b">The other.</param>
    /// <param name="sum">Derivatives of the log-likelihood, summed over the pair's battles.</param>
    public void Add(int a, int b, in OutcomeTerms sum)
    {
        var (xx, xt) = (-sum.XX, -sum.XT);
        score[a] += sum.X;
        score[b] -= sum.X;
        information[(a * _size) + a] += xx;
        information[(b * _size) + b] += xx;
        information[(a * _size) + b] -= xx;
        information[(b * _size) + a] -= xx;
        var (position, tie) = (layout.Position, layout.Tie);
        if (position >= 0)
        {
            score[position] += sum.X;
            information[(position * _size) + position] += xx;
            Both(a, position, xx);
            Both(b, position, -xx);
        }

        if (tie >= 0)
        {
            score[tie] += sum.T;
            information[(tie * _size) + tie] -= sum.TT;
            Both(a, tie, xt);
            Both(b, tie, -xt);
            if (position >= 0)
            {
                Both(position, tie, xt);
            }
        }
    }

    /// <summary>Adds to both triangles.</summary>
    public void Both(int i, int j, double value)
    {
        information[(i * _size) + j] += value;
        information[(j * _size) + i] += value;
    }
}
