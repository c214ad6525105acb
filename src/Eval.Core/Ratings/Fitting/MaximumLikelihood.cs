using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Eval.Core.Ratings.Fitting;

/// <summary>
/// Maximum likelihood by Newton's method on grouped counts. The parameters are θ of each model, then the position term and the tie parameter where there
/// are any. Battles tell differences of θ only: the gauge Σθ = 0 is fixed by adding κ·ee' (e the unit vector along θ = const.) to the information, which
/// changes neither the steps nor the covariance.
/// </summary>
internal sealed class MaximumLikelihood
{
    // Newton takes 5 to 20 steps; one a unit of log odds where somebody wins nearly always.
    private const int MostSteps = 200;
    private const int MostHalvings = 50;

    // Newton's error after a step is about the square of the step: one below this leaves less than rounding does.
    private const double LastStep = 1e-7;

    // A likelihood that rises for ever towards infinity ends in a plateau, where all that is left of the information is rounding: the share of a parameter's
    // information that the others leave it is some 10⁻¹⁶ there. Two crowds of ten million battles that two battles connect leave 10⁻⁷.
    private const double Flat = 1e-11;

    private readonly PairCounts[] _pairs;
    private readonly int _models;
    private readonly int _size;

    private MaximumLikelihood(int models, PairCounts[] pairs, RatingMethod method, bool position)
    {
        (_models, _pairs, Method) = (models, pairs, method);
        Position = position ? models : -1;
        Tie = method == RatingMethod.BradleyTerry ? -1 : models + (position ? 1 : 0);
        _size = models + (position ? 1 : 0) + (Tie < 0 ? 0 : 1);
        Values = new double[_size];
    }

    /// <summary>The model of wins and ties that was fitted.</summary>
    public RatingMethod Method { get; }

    /// <summary>Place of the position term in <see cref="Values"/>; −1 where there is none.</summary>
    public int Position { get; }

    /// <summary>Place of the tie parameter (η; ln ν) in <see cref="Values"/>; −1 where there is none.</summary>
    public int Tie { get; }

    /// <summary>The parameters at the optimum; the first ones are θ, their mean 0.</summary>
    public double[] Values { get; private set; }

    /// <summary>Inverse of the information (with the gauge).</summary>
    public Matrix<double> Bread { get; private set; } = null!;

    public double LogLikelihood { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>
    /// Fits; null where no finite, unique optimum was found within the steps allowed: the battles are separated in a way that concerns the position or tie
    /// term, or the position term is one with the strengths.
    /// </summary>
    /// <param name="models">How many models.</param>
    /// <param name="pairs">The battles between them.</param>
    /// <param name="method">The model of wins and ties; where not <see cref="RatingMethod.BradleyTerry"/>, there are ties and other battles.</param>
    /// <param name="position">Whether being shown first has a term.</param>
    /// <param name="start">Parameters to begin with (an earlier fit's of the same form), or null.</param>
    public static MaximumLikelihood? Fit(int models, PairCounts[] pairs, RatingMethod method, bool position, double[]? start = null)
    {
        var fit = new MaximumLikelihood(models, pairs, method, position);
        return fit.Run(start) ? fit : null;
    }

    /// <summary>The difference that the outcome of a battle depends on: θ_A − θ_B and the position term.</summary>
    public double Difference(int a, int b) => Difference(Values, a, b);

    /// <summary>The terms of a pair's three outcomes at the optimum.</summary>
    public void Terms(int a, int b, Span<OutcomeTerms> terms) => OutcomeTerms.Of(Method, Difference(a, b), Tie < 0 ? 0 : Values[Tie], terms);

    private double Difference(double[] values, int a, int b) => values[a] - values[b] + (Position < 0 ? 0 : values[Position]);

    private bool Run(double[]? start)
    {
        if (start is not null)
        {
            start.CopyTo(Values, 0);
        }
        else if (Tie >= 0)
        {
            Values[Tie] = FirstTie();
        }

        var next = new double[_size];
        var score = new DenseVector(_size);
        var information = new DenseMatrix(_size, _size);
        var loss = Loss(Values);
        for (Iterations = 0; Iterations < MostSteps; Iterations++)
        {
            Derivatives(score, information);
            Vector<double> step;
            try
            {
                var factor = information.Cholesky();
                step = factor.Solve(score);
                if (step.AbsoluteMaximum() < LastStep)
                {
                    return Finish(step, score, information);
                }
            }
            catch (ArgumentException)
            {
                // Not positive definite: the likelihood is flat in some direction.
                return false;
            }

            if (Move(step, next, loss) is not { } lower)
            {
                return false;
            }

            loss = lower;
        }

        return false;
    }

    private bool Finish(Vector<double> step, DenseVector score, DenseMatrix information)
    {
        for (var i = 0; i < _size; i++)
        {
            Values[i] += step[i];
        }

        Iterations++;
        LogLikelihood = -Loss(Values);
        Derivatives(score, information);
        var factor = information.Cholesky();
        if (Enumerable.Range(0, _size).Any(i => factor.Factor[i, i] * factor.Factor[i, i] < Flat * information[i, i]))
        {
            return false;
        }

        Bread = factor.Solve(DenseMatrix.CreateIdentity(_size));
        Centre();
        return Bread.Enumerate().All(double.IsFinite);
    }

    // Halves the step while the loss rises; null where no part of it lowers the loss.
    private double? Move(Vector<double> step, double[] next, double loss)
    {
        var scale = 1.0;
        for (var halving = 0; halving < MostHalvings; halving++, scale /= 2)
        {
            for (var i = 0; i < next.Length; i++)
            {
                next[i] = Values[i] + (scale * step[i]);
            }

            if (Method == RatingMethod.RaoKupper && next[Tie] <= 0)
            {
                continue;
            }

            var after = Loss(next);
            if (after <= loss + (1e-13 * Math.Abs(loss)))
            {
                next.CopyTo(Values, 0);
                return after;
            }
        }

        return null;
    }

    private double Loss(double[] values)
    {
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        var loss = 0.0;
        foreach (ref readonly var pair in _pairs.AsSpan())
        {
            OutcomeTerms.Of(Method, Difference(values, pair.A, pair.B), Tie < 0 ? 0 : values[Tie], terms);
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

    private void Derivatives(DenseVector score, DenseMatrix information)
    {
        score.Clear();
        information.Clear();
        var (g, h) = (score.Values, information.Values);
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        foreach (ref readonly var pair in _pairs.AsSpan())
        {
            Terms(pair.A, pair.B, terms);
            double x = 0, t = 0, xx = 0, xt = 0, tt = 0;
            for (var outcome = 0; outcome < 3; outcome++)
            {
                if (pair[outcome] > 0)
                {
                    var term = terms[outcome];
                    x += pair[outcome] * term.X;
                    t += pair[outcome] * term.T;
                    xx -= pair[outcome] * term.XX;
                    xt -= pair[outcome] * term.XT;
                    tt -= pair[outcome] * term.TT;
                }
            }

            var (a, b) = (pair.A, pair.B);
            g[a] += x;
            g[b] -= x;
            h[(a * _size) + a] += xx;
            h[(b * _size) + b] += xx;
            h[(a * _size) + b] -= xx;
            h[(b * _size) + a] -= xx;
            if (Position >= 0)
            {
                g[Position] += x;
                h[(Position * _size) + Position] += xx;
                Both(h, a, Position, xx);
                Both(h, b, Position, -xx);
            }

            if (Tie >= 0)
            {
                g[Tie] += t;
                h[(Tie * _size) + Tie] += tt;
                Both(h, a, Tie, xt);
                Both(h, b, Tie, -xt);
                if (Position >= 0)
                {
                    Both(h, Position, Tie, xt);
                }
            }
        }

        AddGauge(h);
    }

    private void Both(double[] matrix, int i, int j, double value)
    {
        matrix[(i * _size) + j] += value;
        matrix[(j * _size) + i] += value;
    }

    // κ is the mean of the diagonal, so that the gauge neither drowns in the information nor drowns it.
    private void AddGauge(double[] h)
    {
        var trace = 0.0;
        for (var i = 0; i < _models; i++)
        {
            trace += h[(i * _size) + i];
        }

        var gauge = trace / _models / _models;
        for (var i = 0; i < _models; i++)
        {
            for (var j = 0; j < _models; j++)
            {
                h[(i * _size) + j] += gauge;
            }
        }
    }

    private void Centre()
    {
        var mean = Values.AsSpan(0, _models).ToArray().Average();
        for (var i = 0; i < _models; i++)
        {
            Values[i] -= mean;
        }
    }

    // The parameter at which equal models tie as often as all models did.
    private double FirstTie()
    {
        var share = Math.Clamp(_pairs.Sum(p => p.Ties) / _pairs.Sum(p => p.Wins + p.Losses + p.Ties), 0.001, 0.99);
        return Method == RatingMethod.RaoKupper ? Math.Log((1 + share) / (1 - share)) : Math.Log(2 * share / (1 - share));
    }
}
