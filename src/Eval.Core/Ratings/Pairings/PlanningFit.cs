using MathNet.Numerics.LinearAlgebra;

namespace Eval.Core.Ratings.Pairings;

/// <summary>
/// Strengths and their covariance as far as the next round needs them: Bradley–Terry by Newton's method with one virtual tie per model against an opponent of strength 0, so
/// that few battles, undefeated models and models that never met do no harm. For planning alone: reported ratings know no prior.
/// </summary>
internal sealed class PlanningFit
{
    private const int MostSteps = 60;
    private readonly int _models;
    private readonly double[] _counts;
    private readonly double[] _scores;

    private PlanningFit(int models)
    {
        _models = models;
        (_counts, _scores) = (new double[models * models], new double[models * models]);
        Strengths = new double[models];
    }

    /// <summary>Natural strengths θ.</summary>
    public double[] Strengths { get; private set; }

    /// <summary>Information that a battle yields beside p(1 − p): 1 − the share of ties, a score between counting in part; from 0.05 to 1.</summary>
    public double Decisiveness { get; private set; } = 1;

    /// <summary>The fit of what was played; pairings without a score say nothing.</summary>
    public static PlanningFit Of(int models, IReadOnlyList<PlayedPairing> played)
    {
        var fit = new PlanningFit(models);
        var (battles, ties) = (0.0, 0.0);
        foreach (var pairing in played)
        {
            if (pairing.Score is { } score)
            {
                fit._counts[(pairing.A * models) + pairing.B]++;
                fit._scores[(pairing.A * models) + pairing.B] += score;
                battles++;
                ties += 1 - Math.Abs((2 * score) - 1);
            }
        }

        fit.Decisiveness = Math.Max(0.05, 1 - (ties / (battles + 1)));
        fit.Solve();
        return fit;
    }

    /// <summary>Probability that one model beats another.</summary>
    public double Probability(int a, int b) => Logistic(Strengths[a] - Strengths[b]);

    /// <summary>The inverse of the information that the battles and the virtual ties hold.</summary>
    public Matrix<double> Covariance() => Information(Decisiveness).Cholesky().Solve(Matrix<double>.Build.DenseIdentity(_models));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private void Solve()
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var change = Information(1).Cholesky().Solve(Gradient());
            var largest = change.AbsoluteMaximum();

            // The sum of logistic losses is steep where it is far from its optimum; steps of 1 at most do not overshoot.
            var scale = largest > 1 ? 1 / largest : 1;
            for (var i = 0; i < _models; i++)
            {
                Strengths[i] += scale * change[i];
            }

            if (largest < 1e-10)
            {
                return;
            }
        }
    }

    private Vector<double> Gradient()
    {
        var gradient = Vector<double>.Build.Dense(_models, i => 0.5 - Logistic(Strengths[i]));
        for (var a = 0; a < _models; a++)
        {
            for (var b = 0; b < _models; b++)
            {
                var surplus = _scores[(a * _models) + b] - (_counts[(a * _models) + b] * Probability(a, b));
                gradient[a] += surplus;
                gradient[b] -= surplus;
            }
        }

        return gradient;
    }

    private Matrix<double> Information(double decisiveness)
    {
        var information = Matrix<double>.Build.Dense(_models, _models);
        for (var a = 0; a < _models; a++)
        {
            var own = Logistic(Strengths[a]);
            information[a, a] += own * (1 - own);
            for (var b = 0; b < _models; b++)
            {
                if (_counts[(a * _models) + b] > 0)
                {
                    var p = Probability(a, b);
                    var weight = _counts[(a * _models) + b] * p * (1 - p) * decisiveness;
                    information[a, a] += weight;
                    information[b, b] += weight;
                    information[a, b] -= weight;
                    information[b, a] -= weight;
                }
            }
        }

        return information;
    }
}
