using Eval.Core.Statistics;

namespace Eval.Core.Tests.Statistics;

public class MomentsTests
{
    private static readonly double[] LogLikelihoods = [-1, -2.5, -0.3, -4, -1.7];

    [Theory] // research/benchmark-harnesses.md 4.2: values of lm-evaluation-harness' mean_stderr
    [InlineData(40, 100, 0.0492365963917331)]
    [InlineData(30, 60, 0.06509445549041193)]
    [InlineData(20, 80, 0.048717735184622316)]
    [InlineData(35, 100, 0.04793724854411015)]
    [InlineData(20, 40, 0.08006407690254357)]
    public void StandardErrorOf_ZeroesAndOnes_MatchesTheHarness(int k, int n, double expected) => Check(k, n, expected, 1e-15);

    [Theory] // the same report 4.3: published counts of EleutherAI/pythia, pythia-70m zero-shot
    [InlineData(951, 5153, 0.00540468283118203)]
    [InlineData(888, 2376, 0.009927267058259621)]
    [InlineData(212, 1172, 0.01124857446740701)]
    [InlineData(1093, 1838, 0.011454816387346764)]
    [InlineData(669, 1267, 0.014030404213405777)]
    [InlineData(601, 1000, 0.015493193313162906)]
    [InlineData(137, 651, 0.015988369488888737)]
    [InlineData(38, 104, 0.0474473339327792)]
    public void StandardErrorOf_PublishedCounts_Matches(int k, int n, double expected) => Check(k, n, expected, 1e-15);

    [Theory] // MMLU counts, published with nine digits
    [InlineData(21, 100, .0409360180)]
    [InlineData(40, 126, .0416345303)]
    [InlineData(34, 135, .0374985071)]
    public void StandardErrorOf_MmluCounts_Matches(int k, int n, double expected) => Check(k, n, expected, 1e-10);

    [Fact]
    public void StandardErrorOf_LogLikelihoods_MatchesTheHarness()
    {
        Moments.StandardErrorOf(LogLikelihoods).ShouldBe(0.6395310782127793, 1e-15);
        Math.Exp(-Moments.MeanOf(LogLikelihoods)).ShouldBe(6.6858944422792685, 1e-14);
    }

    [Fact]
    public void StandardErrorOf_PythonsUniformDraws_MatchesTheHarness()
    {
        var random = new PythonRandom(42);
        var draws = Enumerable.Range(0, 1000).Select(_ => random.NextDouble()).ToArray();
        Moments.MeanOf(draws).ShouldBe(0.5125619702436156, 1e-15);
        Moments.StandardErrorOf(draws).ShouldBe(0.009101642967669129, 1e-15);
    }

    [Theory] // the harness' bootstrap: chunks of 1,000 draws, chunk i seeded i; result = sample deviation of the replicates
    [InlineData(1000, 5.175209452161227)]
    [InlineData(5000, 5.069458814704724)]
    public void StandardDeviationOf_TheHarnessesBootstrapOfPerplexity_Matches(int replicates, double expected) =>
        Moments.StandardDeviationOf([.. HarnessBootstrap(replicates, x => Math.Exp(-Moments.MeanOf(x)))]).ShouldBe(expected, 1e-12);

    [Fact]
    public void StandardDeviationOf_TheHarnessesBootstrapOfMeanAndMedian_Matches()
    {
        Moments.StandardDeviationOf([.. HarnessBootstrap(1000, x => Moments.MeanOf(x))]).ShouldBe(0.5791222902177282, 1e-13);
        // The harness' median is the upper one: sorted[n / 2].
        Moments.StandardDeviationOf([.. HarnessBootstrap(1000, x => x.Order().ElementAt(x.Length / 2))]).ShouldBe(0.8626939671058842, 1e-13);
    }

    [Fact]
    public void Add_Stream_EqualsTwoPasses()
    {
        var moments = new Moments();
        foreach (var x in LogLikelihoods)
        {
            moments.Add(1e6 + x);
        }

        moments.Count.ShouldBe(5);
        moments.Mean.ShouldBe(1e6 - 1.9, 1e-9);
        moments.StandardError.ShouldBe(0.6395310782127793, 1e-9);
    }

    [Fact]
    public void StandardError_OneNumber_IsNaN()
    {
        var moments = new Moments();
        moments.Add(3);
        moments.StandardError.ShouldBe(double.NaN);
        Moments.StandardErrorOf([3]).ShouldBe(double.NaN);
    }

    private static IEnumerable<double> HarnessBootstrap(int replicates, Func<double[], double> statistic)
    {
        for (uint chunk = 0; chunk < replicates / 1000; chunk++)
        {
            var random = new PythonRandom(chunk);
            for (var i = 0; i < 1000; i++)
            {
                yield return statistic([.. random.Choices(5, 5).Select(k => LogLikelihoods[k])]);
            }
        }
    }

    private static void Check(int k, int n, double expected, double relative)
    {
        double[] values = [.. Enumerable.Repeat(1.0, k), .. Enumerable.Repeat(0.0, n - k)];
        Moments.StandardErrorOf(values).ShouldBe(expected, relative * Math.Max(1, n / 100));
        var stream = new Moments();
        foreach (var value in values)
        {
            stream.Add(value);
        }

        stream.StandardError.ShouldBe(expected, relative * Math.Max(1, n / 100));
    }
}
