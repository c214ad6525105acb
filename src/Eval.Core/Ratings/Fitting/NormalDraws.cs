using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Fitting;

/// <summary>Standard normal numbers by Marsaglia's polar method: two at a time from a point in the unit disc.</summary>
internal struct NormalDraws(SeededRandom random)
{
    private double _second;
    private bool _hasSecond;

    public double Next()
    {
        if (_hasSecond)
        {
            _hasSecond = false;
            return _second;
        }

        double u, v, s;
        do
        {
            (u, v) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);
        var scale = Math.Sqrt(-2 * Math.Log(s) / s);
        (_second, _hasSecond) = (v * scale, true);
        return u * scale;
    }
}
