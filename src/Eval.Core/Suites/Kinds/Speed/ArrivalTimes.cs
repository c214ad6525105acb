using Eval.Core.Statistics;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>When the requests of an open loop come.</summary>
public static class ArrivalTimes
{
    /// <summary>
    /// A Poisson process: independent exponential gaps, then stretched so that the last request comes at count ÷ rate and the rate is met exactly, as
    /// vLLM's benchmark does.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="perSecond">Their rate.</param>
    /// <param name="random">The generator.</param>
    /// <returns>Milliseconds since the load began, ascending; the first comes after a gap too.</returns>
    public static double[] Poisson(int count, double perSecond, SeededRandom random)
    {
        var times = new double[count];
        var at = 0.0;
        for (var i = 0; i < count; i++)
        {
            at += -Math.Log(1 - random.NextDouble());
            times[i] = at;
        }

        var stretch = count > 0 && at > 0 ? count / perSecond * 1000 / at : 0;
        for (var i = 0; i < count; i++)
        {
            times[i] *= stretch;
        }

        return times;
    }
}
