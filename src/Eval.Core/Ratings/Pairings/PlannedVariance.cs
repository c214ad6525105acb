using MathNet.Numerics.LinearAlgebra;

namespace Eval.Core.Ratings.Pairings;

/// <summary>
/// The covariance V that the strengths will have, while battles are planned one after another, and how much each further battle would take off a variance. A battle of two
/// models, u = e_a − e_b, of information w turns V into V − w·Vu(Vu)'/(1 + w·u'Vu) (J. Sherman and W. J. Morrison, 1950).
/// </summary>
internal sealed class PlannedVariance
{
    private readonly int _models;
    private readonly double[] _covariance;
    private readonly double[] _target;
    private readonly (int A, int B)? _contrast;

    /// <summary>Starts from a covariance.</summary>
    /// <param name="covariance">V.</param>
    /// <param name="contrast">The two models whose difference is of interest; null for the sum of the variances of all differences.</param>
    public PlannedVariance(Matrix<double> covariance, (int A, int B)? contrast)
    {
        _models = covariance.RowCount;
        _contrast = contrast;
        _covariance = covariance.ToRowMajorArray();

        // V·C·V with C = cc' for a contrast c, and C = 1 − 11'/M for all differences: the sum of their variances is M·tr(CV).
        _target = contrast is null ? new double[_models * _models] : [];
        if (contrast is null)
        {
            var centred = Matrix<double>.Build.Dense(_models, _models, -1.0 / _models) + Matrix<double>.Build.DenseIdentity(_models);
            (covariance * centred * covariance).ToRowMajorArray().CopyTo(_target, 0);
        }
    }

    /// <summary>What a battle would take off: off c'Vc, or off tr(CV). Formula of the first: w(c'Vu)²/(1 + w·u'Vu).</summary>
    /// <param name="a">One model.</param>
    /// <param name="b">The other.</param>
    /// <param name="information">w of the battle, 0 or more.</param>
    public double Gain(int a, int b, double information)
    {
        double squared;
        if (_contrast is { } c)
        {
            var along = At(c.A, a) - At(c.A, b) - At(c.B, a) + At(c.B, b);
            squared = along * along;
        }
        else
        {
            squared = _target[(a * _models) + a] + _target[(b * _models) + b] - (2 * _target[(a * _models) + b]);
        }

        return information * squared / (1 + (information * (At(a, a) + At(b, b) - (2 * At(a, b)))));
    }

    /// <summary>Counts a battle as planned.</summary>
    public void Add(int a, int b, double information)
    {
        var along = new double[_models];
        for (var i = 0; i < _models; i++)
        {
            along[i] = At(i, a) - At(i, b);
        }

        var factor = information / (1 + (information * (along[a] - along[b])));
        if (_contrast is null)
        {
            AddToTarget(along, a, b, factor);
        }

        for (var i = 0; i < _models; i++)
        {
            for (var j = 0; j < _models; j++)
            {
                _covariance[(i * _models) + j] -= factor * along[i] * along[j];
            }
        }
    }

    private double At(int a, int b) => _covariance[(a * _models) + b];

    /// <summary>(V − kvv')C(V − kvv') = VCV − k(v(VCv)' + (VCv)v') + k²(v'Cv)vv' with v = Vu, where VCv is VCV·u.</summary>
    private void AddToTarget(double[] along, int a, int b, double factor)
    {
        var mean = along.Average();
        var spread = along.Sum(x => (x - mean) * (x - mean));
        var image = new double[_models];
        for (var i = 0; i < _models; i++)
        {
            image[i] = _target[(i * _models) + a] - _target[(i * _models) + b];
        }

        for (var i = 0; i < _models; i++)
        {
            for (var j = 0; j < _models; j++)
            {
                _target[(i * _models) + j] += factor * ((factor * spread * along[i] * along[j]) - (along[i] * image[j]) - (image[i] * along[j]));
            }
        }
    }
}
