using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Statistics;

public class PredictionPoweredTests
{
    [Fact]
    public void Of_ByHand_Matches()
    {
        // All: mean 3, variance 2.5, N 5. Labelled: human − judge = −1, 0, 1, −1: mean −¼, variance 11/12.
        double[] all = [1, 2, 3, 4, 5];
        double[] human = [1, 2, 4, 3];
        double[] judge = [2, 2, 3, 4];
        var plain = PredictionPowered.Of(all, human, judge);
        plain.Mean.ShouldBe(2.75, 1e-12);
        plain.Variance.ShouldBe((2.5 / 5) + (11.0 / 12 / 4), 1e-12);
        plain.Lambda.ShouldBe(1);

        // λ = 0 takes the labels alone.
        var labels = PredictionPowered.Of(all, human, judge, 0);
        (labels.Mean, labels.Variance).ShouldBe((2.5, 5.0 / 3 / 4));

        // Tuned: Cov/n over Var(mean) + Var(judge)/n = (5/6/4)/(0.5 + 11/12/4).
        PredictionPowered.Of(all, human, judge, null).Lambda.ShouldBe(5.0 / 6 / 4 / (0.5 + (11.0 / 12 / 4)), 1e-12);
    }

    [Fact]
    public void Of_TunedLambda_HasTheLeastVariance()
    {
        double[] all = [1, 2, 3, 4, 5, 5, 4];
        double[] human = [1, 2, 4, 3, 5];
        double[] judge = [2, 2, 3, 4, 4];
        var tuned = PredictionPowered.Of(all, human, judge, null);
        foreach (var lambda in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            PredictionPowered.Of(all, human, judge, lambda).Variance.ShouldBeGreaterThanOrEqualTo(tuned.Variance - 1e-12);
        }

        PredictionPowered.Of(all, [5, 4, 3, 2, 1], [1, 2, 3, 4, 5], null).Lambda.ShouldBe(0);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(null)]
    public void Of_SimulatedBiasedJudge_CoversTheTruthAsOftenAsItSays(double? lambda)
    {
        var rounds = Math.Max(400, TestRounds.Of(10_000));
        var (covered, judgeAlone) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var random = SeededRandom.For(round, "ppi");
            double[] all = [.. Enumerable.Range(0, 400).Select(_ => Judge(random, Truth(random)))];
            double[] human = [.. Enumerable.Range(0, 60).Select(_ => Truth(random))];
            double[] judge = [.. human.Select(h => Judge(random, h))];
            var powered = PredictionPowered.Of(all, human, judge, lambda);
            covered += StudentInterval.Around(powered.Mean, powered.StandardError, 59).Contains(0.5) ? 1 : 0;
            judgeAlone += StudentInterval.Around(Moments.MeanOf(all), Moments.StandardErrorOf(all), 399).Contains(0.5) ? 1 : 0;
        }

        // Four standard errors of the simulation around 95 %; the judge by itself is off by 0.15 and hardly ever covers.
        ((double)covered / rounds).ShouldBeInRange(0.95 - (4 * Math.Sqrt(0.05 * 0.95 / rounds)) - 0.01, 1);
        ((double)judgeAlone / rounds).ShouldBeLessThan(0.2);

        static double Truth(SeededRandom random) => random.NextDouble();
        static double Judge(SeededRandom random, double truth) => truth + 0.15 + ((random.NextDouble() - 0.5) * 0.3);
    }
}
