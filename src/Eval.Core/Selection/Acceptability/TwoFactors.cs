using Eval.Core.Statistics;

namespace Eval.Core.Selection.Acceptability;

/// <summary>
/// The exact analysis for two factors: with w for the first and 1 − w for the second, scores are lines in w, and ranks change only where two lines cross.
/// </summary>
internal static class TwoFactors
{
    public static WeightAcceptability Of(IReadOnlyList<string> candidates, double[][] values, Interval range)
    {
        var points = BreakPoints(values, range);
        var count = candidates.Count;
        var (ranks, beats, central) = (Square(count), Square(count), new double[count]);
        var length = points[^1] - points[0];
        for (var p = 0; p + 1 < points.Count || (length == 0 && p == 0); p++)
        {
            // A range of one point is a piece by itself.
            var (from, to) = (points[p], points[Math.Min(p + 1, points.Count - 1)]);
            var share = length > 0 ? (to - from) / length : 1;
            var middle = (from + to) / 2;
            double[] scores = [.. values.Select(v => (middle * v[0]) + ((1 - middle) * v[1]))];
            var piece = RankAcceptability.Of(candidates, scores, 1);
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < count; j++)
                {
                    ranks[i][j] += share * piece.Ranks[i][j];
                    beats[i][j] += share * piece.Beats[i][j];
                }

                central[i] += share * middle * piece.Ranks[i][0];
            }
        }

        return new(
            new(candidates, ranks, beats),
            [.. central.Select((c, i) => ranks[i][0] > 0 ? (IReadOnlyList<double>)[c / ranks[i][0], 1 - (c / ranks[i][0])] : null)],
            0);
    }

    /// <summary>The range's ends and the crossings between them, in ascending order.</summary>
    internal static List<double> BreakPoints(double[][] values, Interval range)
    {
        var points = new SortedSet<double> { range.Low, range.High };
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i + 1; j < values.Length; j++)
            {
                // w·a + (1 − w)·b = 0 for the differences a and b.
                var (a, b) = (values[i][0] - values[j][0], values[i][1] - values[j][1]);
                if (b - a is not 0 and var slope && b / slope is var w && w > range.Low && w < range.High)
                {
                    points.Add(w);
                }
            }
        }

        return [.. points];
    }

    private static double[][] Square(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[count])];
}
