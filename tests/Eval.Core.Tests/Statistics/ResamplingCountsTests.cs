using Eval.Core.Statistics;
using Eval.TestSupport;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Tests.Statistics;

public class ResamplingCountsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(1001)]
    [InlineData(100_000)]
    public void Draw_AnyNumberOfUnits_DrawsThatManyAndNothingBeyond(int units)
    {
        var resample = new ResamplingCounts(units);
        var counts = new byte[resample.Length];
        for (var stream = 0UL; stream < 20; stream++)
        {
            resample.Draw(stream, counts);
            counts.Sum(c => (int)c).ShouldBe(units);
            counts.Skip(units).ShouldAllBe(c => c == 0);
        }
    }

    [Fact]
    public void Draw_SameStream_GivesTheSameCountsWhateverWasDrawnBefore()
    {
        var (one, two) = (new ResamplingCounts(500), new ResamplingCounts(500));
        var (a, b) = (new byte[one.Length], new byte[one.Length]);
        one.Draw(7, a);
        two.Draw(3, b);
        two.Draw(7, b);
        b.ShouldBe(a);
        two.Draw(8, b);
        b.ShouldNotBe(a);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(333)]
    public void Draw_ManyTimes_IsDrawingWithReplacement(int units)
    {
        // Each count is binomial, two counts have covariance −1/n, and the first and last unit are like the others.
        var rounds = TestRounds.Of(400_000);
        var resample = new ResamplingCounts(units);
        var counts = new byte[resample.Length];
        var (first, last) = (new int[9], new int[9]);
        long products = 0;
        for (var round = 0; round < rounds; round++)
        {
            resample.Draw((ulong)round, counts);
            first[Math.Min(8, (int)counts[0])]++;
            last[Math.Min(8, (int)counts[units - 1])]++;
            products += counts[0] * counts[units - 1];
        }

        for (var count = 0; count < 8; count++)
        {
            var expected = Binomial.PMF(1.0 / units, units, count);
            var tolerance = (4.5 * Math.Sqrt(expected / rounds)) + (1.0 / rounds);
            ((double)first[count] / rounds).ShouldBe(expected, tolerance);
            ((double)last[count] / rounds).ShouldBe(expected, tolerance);
        }

        ((double)products / rounds).ShouldBe(1 - (1.0 / units), 5 * 1.8 / Math.Sqrt(rounds));
    }

    [Fact]
    public void Draw_ManyUnits_HasTheVarianceOfTheSum()
    {
        // The sum of c·i over units is what the bootstrap of a mean sees: its variance must be n times the variance of the numbers.
        const int units = 5000;
        var rounds = TestRounds.Of(20_000);
        double[] values = [.. Enumerable.Range(0, units).Select(i => (double)i)];
        var resample = new ResamplingCounts(units);
        var column = new FixedPointColumn(values, resample.Length);
        var counts = new byte[resample.Length];
        var sums = new Moments();
        for (var round = 0; round < rounds; round++)
        {
            resample.Draw((ulong)round, counts);
            sums.Add(column.Sum(counts));
        }

        var variance = ((units * (double)units) - 1) / 12 * units;
        sums.Mean.ShouldBe(units * (units - 1) / 2.0, 5 * Math.Sqrt(variance / rounds));
        (sums.Variance / variance).ShouldBe(1, 5 * Math.Sqrt(2.0 / rounds));
    }

    [Fact]
    public void Sum_AnyNumbers_IsTheSumOfCountTimesNumber()
    {
        var random = new SeededRandom(3);
        foreach (var units in new[] { 1, 33, 4096, 70_000 })
        {
            var resample = new ResamplingCounts(units);
            var counts = new byte[resample.Length];
            resample.Draw(5, counts);
            double[] fractions = [.. Enumerable.Range(0, units).Select(_ => 10 + random.NextDouble())];
            double[] whole = [.. Enumerable.Range(0, units).Select(_ => (double)(random.Next(2_000_001) - 1_000_000))];
            double[] none = new double[units];
            Sum(fractions).ShouldBe(Expected(fractions), 1e-9 * units);
            Sum(whole).ShouldBe(Expected(whole));
            Sum(none).ShouldBe(0);

            double Sum(double[] values) => new FixedPointColumn(values, resample.Length).Sum(counts);
            double Expected(double[] values) => values.Select((v, i) => counts[i] * v).Sum();
        }
    }
}
