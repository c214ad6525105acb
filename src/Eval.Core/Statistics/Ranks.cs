namespace Eval.Core.Statistics;

/// <summary>Ranks of numbers.</summary>
public static class Ranks
{
    /// <summary>The rank of each number, from 1 for the smallest; equal numbers share the mean of their ranks.</summary>
    /// <param name="values">Numbers, none NaN.</param>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
            }

            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
        }

        return ranks;
    }
}
