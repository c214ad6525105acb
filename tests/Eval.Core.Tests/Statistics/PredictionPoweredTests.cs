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

    [Theory]
    [InlineData(1.0)]
    [InlineData(null)]
    public void Of_JudgeThatErrsByQuestion_CoversOnlyWithClusters(double? lambda)
    {
        // Five candidates answer 40 labelled questions, and 80 others; what the judge gets wrong, it gets wrong for all answers to a question.
        var rounds = Math.Max(400, TestRounds.Of(10_000));
        var (covered, asIfAlone) = (0, 0);
        int[] clusters = [.. Enumerable.Range(0, 200).Select(i => i / 5)];
        for (var round = 0; round < rounds; round++)
        {
            var random = SeededRandom.For(round, "ppi clusters");
            var all = new ClusteredMean();
            foreach (var (_, judged, question) in Questions(random, 80))
            {
                all.Add(question, judged);
            }

            var labelled = Questions(random, 40).ToList();
            double[] human = [.. labelled.Select(l => l.Truth)];
            double[] judge = [.. labelled.Select(l => l.Judged)];
            var variance = all.StandardError * all.StandardError;
            var together = PredictionPowered.Of(all.Mean, variance, LabelledMoments.Of(human, judge, clusters), lambda);
            var alone = PredictionPowered.Of(all.Mean, variance, LabelledMoments.Of(human, judge), lambda);
            covered += StudentInterval.Around(together.Mean, together.StandardError, 39).Contains(0.5) ? 1 : 0;
            asIfAlone += StudentInterval.Around(alone.Mean, alone.StandardError, 199).Contains(0.5) ? 1 : 0;
        }

        ((double)covered / rounds).ShouldBeInRange(0.95 - (4 * Math.Sqrt(0.05 * 0.95 / rounds)) - 0.015, 1);
        // A tuned λ takes less of the judge, and so of its shared errors.
        ((double)asIfAlone / rounds).ShouldBeLessThan(lambda is null ? 0.93 : 0.88);

        static IEnumerable<(double Truth, double Judged, int Question)> Questions(SeededRandom random, int count)
        {
            for (var question = 0; question < count; question++)
            {
                var error = 0.15 + ((random.NextDouble() - 0.5) * 0.8);
                for (var answer = 0; answer < 5; answer++)
                {
                    var truth = random.NextDouble();
                    yield return (truth, truth + error, question);
                }
            }
        }
    }
}
