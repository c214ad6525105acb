namespace Eval.Core.Statistics;

/// <summary>Functions of log-probabilities.</summary>
public static class LogMath
{
    /// <summary>exp(x_k) / Σ exp(x_j), with the largest subtracted first, so that very negative numbers do not underflow to 0/0.</summary>
    public static double[] Softmax(ReadOnlySpan<double> logs)
    {
        var result = new double[logs.Length];
        if (logs.IsEmpty)
        {
            return result;
        }

        var max = double.NegativeInfinity;
        foreach (var x in logs)
        {
            max = Math.Max(max, x);
        }

        var sum = 0.0;
        for (var i = 0; i < logs.Length; i++)
        {
            sum += result[i] = Math.Exp(logs[i] - max);
        }

        for (var i = 0; i < result.Length; i++)
        {
            result[i] /= sum;
        }

        return result;
    }

    /// <summary>Index of the largest number; the lowest of equals. NaN never wins; -1 where there is no number at all.</summary>
    public static int ArgMax(ReadOnlySpan<double> values)
    {
        var best = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]) && (best < 0 || values[i] > values[best]))
            {
                best = i;
            }
        }

        return best;
    }
}
