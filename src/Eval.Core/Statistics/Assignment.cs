namespace Eval.Core.Statistics;

/// <summary>The assignment problem: who is matched with whom so that the total gain is largest (Hungarian method, O(n³)).</summary>
public static class Assignment
{
    /// <summary>The largest total over one-to-one matchings of rows and columns; the smaller side is matched whole.</summary>
    /// <param name="gains">Gain of matching a row with a column; finite.</param>
    public static double LargestTotal(double[,] gains)
    {
        var n = Math.Max(gains.GetLength(0), gains.GetLength(1));
        var (rows, columns) = (new double[n + 1], new double[n + 1]);
        var (match, way) = (new int[n + 1], new int[n + 1]);
        for (var row = 1; row <= n; row++)
        {
            match[0] = row;
            var column = 0;
            var least = Enumerable.Repeat(double.PositiveInfinity, n + 1).ToArray();
            var used = new bool[n + 1];
            do
            {
                used[column] = true;
                var (current, next, delta) = (match[column], 0, double.PositiveInfinity);
                for (var j = 1; j <= n; j++)
                {
                    if (used[j])
                    {
                        continue;
                    }

                    var cost = -Gain(current - 1, j - 1) - rows[current] - columns[j];
                    if (cost < least[j])
                    {
                        (least[j], way[j]) = (cost, column);
                    }

                    if (least[j] < delta)
                    {
                        (delta, next) = (least[j], j);
                    }
                }

                for (var j = 0; j <= n; j++)
                {
                    if (used[j])
                    {
                        rows[match[j]] += delta;
                        columns[j] -= delta;
                    }
                    else
                    {
                        least[j] -= delta;
                    }
                }

                column = next;
            }
            while (match[column] != 0);

            while (column != 0)
            {
                match[column] = match[way[column]];
                column = way[column];
            }
        }

        return Enumerable.Range(1, n).Sum(j => Gain(match[j] - 1, j - 1));

        double Gain(int row, int column) => row < gains.GetLength(0) && column < gains.GetLength(1) ? gains[row, column] : 0;
    }
}
