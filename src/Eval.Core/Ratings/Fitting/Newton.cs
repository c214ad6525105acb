using MathNet.Numerics.LinearAlgebra.Double;
using Factor = MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double>;

namespace Eval.Core.Ratings.Fitting;

/// <summary>
/// Newton's method with halved steps. Battles tell differences of θ only: the gauge Σθ = 0 is fixed by adding κ·ee' (e the unit vector along θ = const.) to
/// the information, which changes neither the steps nor the covariance.
/// </summary>
internal sealed class Newton
{
    // 5 to 20 steps are usual; one a unit of log odds where somebody wins nearly always.
    private const int MostSteps = 200;
    private const int MostHalvings = 50;

    // Newton's error after a step is about the square of the step: one below this leaves less than rounding does.
    private const double LastStep = 1e-7;

    // A likelihood that rises for ever towards infinity ends in a plateau, where all that is left of the information is rounding: the share of a parameter's
    // information that the others leave it is some 10⁻¹⁶ there. Two crowds of ten million battles that two battles connect leave 10⁻⁷.
    private const double Flat = 1e-11;

    private readonly ILikelihood _likelihood;
    private readonly ParameterLayout _layout;
    private readonly double[] _values;
    private readonly double[] _next;
    private readonly DenseVector _score;
    private readonly DenseMatrix _information;

    private Newton(ILikelihood likelihood, double[] start)
    {
        (_likelihood, _layout) = (likelihood, likelihood.Layout);
        (_values, _next) = ([.. start], new double[start.Length]);
        (_score, _information) = (new DenseVector(start.Length), new DenseMatrix(start.Length, start.Length));
    }

    /// <summary>
    /// The optimum; null where no finite, unique one was found within the steps allowed: wins and losses are separated in a way that concerns the terms
    /// beside the strengths, or these are one with the strengths.
    /// </summary>
    /// <param name="likelihood">What to maximise.</param>
    /// <param name="start">Parameters to begin with; left as they are.</param>
    public static LikelihoodFit? Fit(ILikelihood likelihood, double[] start) => new Newton(likelihood, start).Run();

    private LikelihoodFit? Run()
    {
        var loss = _likelihood.Loss(_values);
        for (var steps = 1; steps <= MostSteps; steps++)
        {
            if (Factored() is not { } factor)
            {
                return null;
            }

            var step = factor.Solve(_score);
            if (step.AbsoluteMaximum() < LastStep)
            {
                for (var i = 0; i < _values.Length; i++)
                {
                    _values[i] += step[i];
                }

                return Finish(steps);
            }

            if (Move(step, loss) is not { } lower)
            {
                return null;
            }

            loss = lower;
        }

        return null;
    }

    // Halves the step while the loss rises; null where no part of it lowers the loss.
    private double? Move(MathNet.Numerics.LinearAlgebra.Vector<double> step, double loss)
    {
        var scale = 1.0;
        for (var halving = 0; halving < MostHalvings; halving++, scale /= 2)
        {
            for (var i = 0; i < _next.Length; i++)
            {
                _next[i] = _values[i] + (scale * step[i]);
            }

            // Rao and Kupper's threshold is above 0.
            if (_layout.Method == RatingMethod.RaoKupper && _next[_layout.Tie] <= 0)
            {
                continue;
            }

            var after = _likelihood.Loss(_next);
            if (after <= loss + (1e-13 * Math.Abs(loss)))
            {
                _next.CopyTo(_values, 0);
                return after;
            }
        }

        return null;
    }

    private LikelihoodFit? Finish(int steps)
    {
        var loss = _likelihood.Loss(_values);
        if (Factored() is not { } factor || Enumerable.Range(0, _values.Length).Any(i => factor.Factor[i, i] * factor.Factor[i, i] < Flat * _information[i, i]))
        {
            return null;
        }

        var bread = factor.Solve(DenseMatrix.CreateIdentity(_values.Length));
        var mean = _values.Take(_layout.Models).Average();
        for (var i = 0; i < _layout.Models; i++)
        {
            _values[i] -= mean;
        }

        return bread.Enumerate().All(double.IsFinite) ? new LikelihoodFit(_layout, _values, bread, -loss, steps) : null;
    }

    // Null where the likelihood is flat in some direction.
    private Factor? Factored()
    {
        _score.Clear();
        _information.Clear();
        _likelihood.Derivatives(_values, _score.Values, _information.Values);
        AddGauge(_information.Values);
        try
        {
            return _information.Cholesky();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // κ is the mean of the diagonal, so that the gauge neither drowns in the information nor drowns it.
    private void AddGauge(double[] information)
    {
        var (models, size) = (_layout.Models, _layout.Size);
        var trace = 0.0;
        for (var i = 0; i < models; i++)
        {
            trace += information[(i * size) + i];
        }

        var gauge = trace / models / models;
        for (var i = 0; i < models; i++)
        {
            for (var j = 0; j < models; j++)
            {
                information[(i * size) + j] += gauge;
            }
        }
    }
}
