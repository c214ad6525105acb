using Eval.Core.Statistics;
using Eval.TestSupport;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Tests.Statistics;

/// <summary>How often the 95 % intervals hold the truth: 95 ± 1.5 % for 200 samples or 40 clusters and more, exact methods never below 94 %.</summary>
public class CoverageTests
{
    private static readonly double[] Rates = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    [InlineData(1000)]
    public void Wilson_AllOutcomesCounted_CoversAsStated(int n) =>
        Rates.Select(p => Coverage(p, n, k => Wilson.Interval(k, n))).ShouldAllBe(c => Math.Abs(c - 0.95) <= 0.015);

    [Theory]
    [InlineData(12)]
    [InlineData(50)]
    [InlineData(200)]
    public void ClopperPearson_AllOutcomesCounted_NeverFallsShort(int n) =>
        Enumerable.Range(1, 99).Select(i => Coverage(i / 100.0, n, k => ClopperPearson.Interval(k, n))).ShouldAllBe(c => c >= 0.95 - 1e-9);

    [Fact]
    public void McNemar_AllOutcomesCounted_KeepsItsLevel()
    {
        // Of n discordant pairs half speak for each side. The exact test never rejects more often than stated; the mid-p form does for some n (16
        // pairs: 7.7 %), but not on average.
        var mids = new Moments();
        for (var n = 1; n <= 200; n++)
        {
            double exact = 0, mid = 0;
            for (var b = 0; b <= n; b++)
            {
                var probability = Binomial.PMF(0.5, n, b);
                exact += McNemar.ExactP(b, n - b) <= 0.05 ? probability : 0;
                mid += McNemar.MidP(b, n - b) <= 0.05 ? probability : 0;
            }

            exact.ShouldBeLessThanOrEqualTo(0.05 + 1e-12);
            mid.ShouldBeLessThanOrEqualTo(0.0769);
            mids.Add(mid);
        }

        mids.Mean.ShouldBe(0.0475, 0.001);
    }

    [Fact]
    public void TangoAndNewcombe_AllOutcomesCounted_CoverAsStated()
    {
        // b and c of 200 pairs are trinomial; only cells with a weight that matters are visited.
        foreach (var (onlyNew, onlyOld) in new[] { (0.05, 0.05), (0.1, 0.05), (0.05, 0.15), (0.2, 0.2), (0.3, 0.1), (0.1, 0.02) })
        {
            const int n = 200;
            double tango = 0, newcombe = 0, total = 0;
            for (var b = 0; b <= n; b++)
            {
                for (var c = 0; c <= n - b; c++)
                {
                    var probability = Binomial.PMF(onlyNew, n, b) * Binomial.PMF(onlyOld / (1 - onlyNew), n - b, c);
                    if (probability < 1e-8)
                    {
                        continue;
                    }

                    var bothRight = (int)Math.Round(0.7 * (n - b - c));
                    var counts = new PairedCounts(bothRight, b, c, n - b - c - bothRight);
                    total += probability;
                    tango += Tango.Limits(counts).Contains(onlyNew - onlyOld) ? probability : 0;
                    newcombe += Newcombe.Paired(counts).Contains(onlyNew - onlyOld) ? probability : 0;
                }
            }

            total.ShouldBe(1, 1e-4);
            tango.ShouldBe(0.95, 0.015, $"Tango {onlyNew} {onlyOld}");
            newcombe.ShouldBeInRange(0.94, 0.985, $"Newcombe {onlyNew} {onlyOld}");
        }
    }

    [Theory]
    [InlineData(40, 0.1)]
    [InlineData(40, 0.3)]
    [InlineData(60, 0.5)]
    [InlineData(60, 0.9)]
    public void WilsonClustered_ClustersOfUnequalSize_CoversAsStated(int clusters, double rate)
    {
        // Each cluster has a rate of its own (beta, correlation 0.2 within clusters) and 2 to 8 samples.
        var rounds = TestRounds.Of(10_000);
        var random = new SeededRandom(31);
        int hits = 0, naive = 0;
        for (var round = 0; round < rounds; round++)
        {
            var mean = new ClusteredMean();
            for (var cluster = 0; cluster < clusters; cluster++)
            {
                var own = Rate(random, rate, 0.2);
                for (var i = 2 + random.Next(7); i > 0; i--)
                {
                    mean.Add(cluster, random.NextDouble() < own ? 1.0 : 0);
                }
            }

            hits += Wilson.Clustered(mean.Mean, mean.StandardError, mean.Count, clusters).Contains(rate) ? 1 : 0;
            naive += Wilson.Interval(mean.Mean * mean.Count, mean.Count).Contains(rate) ? 1 : 0;
        }

        ((double)hits / rounds).ShouldBe(0.95, 0.015 + Noise(rounds));
        ((double)naive / rounds).ShouldBeLessThan(0.9);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    public void ClusteredT_GradedScores_CoversAsStated(int clusters)
    {
        var rounds = TestRounds.Of(10_000);
        var random = new SeededRandom(35);
        int miller = 0, sandwich = 0;
        for (var round = 0; round < rounds; round++)
        {
            var mean = new ClusteredMean();
            var ratio = new RatioOfSums();
            for (var cluster = 0; cluster < clusters; cluster++)
            {
                var shift = 0.5 * (random.NextDouble() - 0.5);
                for (var i = 2 + random.Next(7); i > 0; i--)
                {
                    var score = Difference(random) + shift;
                    mean.Add(cluster, score);
                    ratio.Add(cluster, score, 1);
                }
            }

            miller += StudentInterval.Around(mean.Mean, mean.StandardError, clusters - 1).Contains(TrueDifference) ? 1 : 0;
            sandwich += StudentInterval.Around(mean.Mean, ratio.StandardError, clusters - 1).Contains(TrueDifference) ? 1 : 0;
        }

        ((double)miller / rounds).ShouldBe(0.95, 0.015 + Noise(rounds));
        ((double)sandwich / rounds).ShouldBe(0.95, 0.015 + Noise(rounds));
    }

    [Fact]
    public void StudentInterval_GradedDifferences_CoversAsStated()
    {
        var rounds = TestRounds.Of(10_000);
        var random = new SeededRandom(32);
        var hits = 0;
        for (var round = 0; round < rounds; round++)
        {
            var moments = new Moments();
            for (var i = 0; i < 200; i++)
            {
                moments.Add(Difference(random));
            }

            hits += StudentInterval.Around(moments.Mean, moments.StandardError, 199).Contains(TrueDifference) ? 1 : 0;
        }

        ((double)hits / rounds).ShouldBe(0.95, 0.015 + Noise(rounds));
    }

    [Fact]
    public void Bootstrap_GradedDifferences_CoversAsStated()
    {
        var rounds = TestRounds.Of(4000);
        var random = new SeededRandom(33);
        int percentile = 0, corrected = 0;
        for (var round = 0; round < rounds; round++)
        {
            double[] differences = [.. Enumerable.Range(0, 200).Select(_ => Difference(random))];
            var draws = Bootstrap.OfMean(differences, round, draws: 1000);
            percentile += draws.Percentile(0.95).Contains(TrueDifference) ? 1 : 0;
            corrected += draws.BiasCorrected(0.95).Contains(TrueDifference) ? 1 : 0;
        }

        ((double)percentile / rounds).ShouldBe(0.95, 0.015 + Noise(rounds));
        ((double)corrected / rounds).ShouldBe(0.95, 0.015 + Noise(rounds));
    }

    [Fact]
    public void Bootstrap_ClusteredPairs_CoversAsStated()
    {
        var rounds = TestRounds.Of(4000);
        var random = new SeededRandom(34);
        var hits = 0;
        for (var round = 0; round < rounds; round++)
        {
            var (old, @new, clusters) = (new List<double>(), new List<double>(), new List<int>());
            for (var cluster = 0; cluster < 60; cluster++)
            {
                var shift = (0.4 * random.NextDouble()) - 0.2;
                for (var i = 1 + random.Next(6); i > 0; i--)
                {
                    old.Add(random.NextDouble());
                    @new.Add(old[^1] + shift + (0.1 * (random.NextDouble() - 0.5)));
                    clusters.Add(cluster);
                }
            }

            var draws = Bootstrap.OfPairedDifference([.. old], [.. @new], [], [.. clusters], round, 1000);
            hits += draws.Percentile(0.95).Contains(0) ? 1 : 0;
        }

        ((double)hits / rounds).ShouldBe(0.95, 0.015 + Noise(rounds));
    }

    // A skewed difference: half are 0, some lose a little, few gain much.
    private const double TrueDifference = (0.3 * -0.25) + (0.2 * 0.5);

    private static double Difference(SeededRandom random) => random.NextDouble() switch
    {
        < 0.5 => 0,
        < 0.8 => -0.5 * random.NextDouble(),
        _ => random.NextDouble(),
    };

    private static double Coverage(double p, int n, Func<int, Interval> interval) =>
        Enumerable.Range(0, n + 1).Where(k => interval(k).Contains(p)).Sum(k => Binomial.PMF(p, n, k));

    private static double Rate(SeededRandom random, double mean, double correlation)
    {
        var size = (1 / correlation) - 1;
        var (a, b) = (Gamma(random, mean * size), Gamma(random, (1 - mean) * size));
        return a / (a + b);
    }

    // Marsaglia and Tsang's method; below 1 with the usual power of a uniform number.
    private static double Gamma(SeededRandom random, double shape)
    {
        if (shape < 1)
        {
            return Gamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        while (true)
        {
            var z = Normal.InvCDF(0, 1, Math.Max(1e-300, random.NextDouble()));
            var v = Math.Pow(1 + (z / Math.Sqrt(9 * d)), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * z * z) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    private static double Noise(int rounds) => 3 * Math.Sqrt(0.95 * 0.05 / rounds);
}
