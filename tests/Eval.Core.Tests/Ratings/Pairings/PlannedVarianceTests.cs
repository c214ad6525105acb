using Eval.Core.Ratings.Pairings;
using Eval.Core.Statistics;
using MathNet.Numerics.LinearAlgebra;

namespace Eval.Core.Tests.Ratings.Pairings;

public class PlannedVarianceTests
{
    private const int Models = 6;

    [Fact]
    public void Gain_OfTheWholeTable_IsTheDropOfTheVariancesOfAllDifferences()
    {
        var random = new SeededRandom(3);
        var information = Start(random);
        var variance = new PlannedVariance(information.Inverse(), contrast: null);
        for (var i = 0; i < 50; i++)
        {
            var (a, b, w) = Battle(random);
            var more = With(information, a, b, w);
            variance.Gain(a, b, w).ShouldBe((OfAllDifferences(information) - OfAllDifferences(more)) / Models, 1e-9);
            variance.Add(a, b, w);
            information = more;
        }
    }

    [Fact]
    public void Gain_OfAContrast_IsTheDropOfItsVariance()
    {
        var random = new SeededRandom(4);
        var information = Start(random);
        var variance = new PlannedVariance(information.Inverse(), (1, 4));
        for (var i = 0; i < 50; i++)
        {
            var (a, b, w) = Battle(random);
            var more = With(information, a, b, w);
            variance.Gain(a, b, w).ShouldBe(OfDifference(information.Inverse(), 1, 4) - OfDifference(more.Inverse(), 1, 4), 1e-9);
            variance.Add(a, b, w);
            information = more;
        }
    }

    private static Matrix<double> Start(SeededRandom random)
    {
        var information = Matrix<double>.Build.DenseIdentity(Models) * 0.25;
        for (var i = 0; i < 8; i++)
        {
            var (a, b, w) = Battle(random);
            information = With(information, a, b, w);
        }

        return information;
    }

    private static (int A, int B, double W) Battle(SeededRandom random)
    {
        var a = random.Next(Models);
        return (a, (a + 1 + random.Next(Models - 1)) % Models, 0.05 + (0.2 * random.NextDouble()));
    }

    private static Matrix<double> With(Matrix<double> information, int a, int b, double w)
    {
        var u = Vector<double>.Build.Dense(Models, i => i == a ? 1 : i == b ? -1 : 0);
        return information + (w * u.OuterProduct(u));
    }

    private static double OfDifference(Matrix<double> v, int i, int j) => v[i, i] + v[j, j] - (2 * v[i, j]);

    private static double OfAllDifferences(Matrix<double> information)
    {
        var v = information.Inverse();
        return Enumerable.Range(0, Models).Sum(i => Enumerable.Range(0, i).Sum(j => OfDifference(v, i, j)));
    }
}
