using Eval.Core.Statistics;

namespace Eval.Core.Tests.Statistics;

public class AssignmentTests
{
    [Fact]
    public void LargestTotal_SmallMatrices_EqualsEnumeration()
    {
        var random = new SeededRandom(5);
        for (var round = 0; round < 200; round++)
        {
            var (rows, columns) = (1 + random.Next(4), 1 + random.Next(4));
            var gains = new double[rows, columns];
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    gains[i, j] = random.Next(10) / 10.0;
                }
            }

            Assignment.LargestTotal(gains).ShouldBe(Enumerate(gains, 0, []), 1e-12);
        }
    }

    private static double Enumerate(double[,] gains, int row, HashSet<int> taken)
    {
        if (row == gains.GetLength(0))
        {
            return 0;
        }

        // A row may stay alone: gains are never negative, so that this costs nothing where there are columns enough.
        var best = Enumerate(gains, row + 1, taken);
        for (var column = 0; column < gains.GetLength(1); column++)
        {
            if (taken.Add(column))
            {
                best = Math.Max(best, gains[row, column] + Enumerate(gains, row + 1, taken));
                taken.Remove(column);
            }
        }

        return best;
    }
}
