using Eval.Core.Gates;
using Eval.Core.Statistics;
using static Eval.Core.Tests.Gates.GateEvidences;

namespace Eval.Core.Tests.Gates;

public class GateSelfCheckTests
{
    private static readonly GatePolicy Policy = Policy("margin: { s: 0.05 }");

    [Theory]
    [InlineData("")]
    [InlineData("earlyStopping: {}")]
    public void FromPairs_RightAndWrongAnswers_GivesTheRatesThatWerePromised(string early)
    {
        // 60 of 500 differ, mostly losses: the sides change places, so that the simulated gates know of no loss.
        var policy = Policy($"margin: {{ s: 0.05 }}\n{early}");
        var result = GateSelfCheck.FromPairs(policy, policy.Suites[0], Answers(500, 45, 15, bothRight: 250), rounds: 1_000, seed: 4);

        result.IsCalibrated.ShouldBeTrue();
        result.FalseAlarm.Rate.ShouldBeLessThan(0.005);
        result.FalsePass!.Rate.ShouldBeInRange(0.03, 0.07);
        result.FalseFail!.Rate.ShouldBeInRange(0.005, 0.07);

        // By the formula: 0.05/√(0.12/500) − 1.645 = 1.58, 94 %; early looks cost a little.
        result.Power.Rate.ShouldBe(early.Length == 0 ? 0.943 : 0.92, 0.03);
        (result.Samples, result.Rounds, result.Power.Allowed).ShouldBe((500, 1_000, null));
    }

    [Fact]
    public void FromPairs_SameSeed_SameTable()
    {
        var scores = Answers(300, 20, 20, bothRight: 200);
        SelfCheckResult run(int seed) => GateSelfCheck.FromPairs(Policy, Policy.Suites[0], scores, 200, seed);

        run(1).ShouldBe(run(1));
        Enumerable.Range(2, 8).Select(s => run(s).Power.Count).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void FromPairs_ClusteredGrades_GivesTheRatesThatWerePromised()
    {
        var scores = GateSimulation.Clustered(new SeededRandom(8), 80, -0.1, graded: true);
        var result = GateSelfCheck.FromPairs(Policy, Policy.Suites[0], scores, rounds: 1_000);

        result.IsCalibrated.ShouldBeTrue();
        result.FalsePass!.Rate.ShouldBeLessThan(0.07);
        result.FalseFail!.Rate.ShouldBeLessThan(0.07);
    }

    [Fact]
    public void FromPairs_NoRoomForTheLoss_LeavesItOut()
    {
        var result = GateSelfCheck.FromPairs(Policy, Policy.Suites[0], Answers(300, 3, 3, bothRight: 5), rounds: 100);

        result.FalsePass.ShouldBeNull();
        result.FalseFail.ShouldBeNull();
        result.IsCalibrated.ShouldBeTrue();
    }

    [Fact]
    public void FromEpochs_NoisyModel_ComparesItWithItself()
    {
        // Each question has a chance of its own to be answered rightly, four times each.
        var random = new SeededRandom(11);
        double[][] epochs = [.. Enumerable.Range(0, 400).Select(_ =>
        {
            var chance = random.NextDouble();
            return Enumerable.Range(0, 4).Select(_ => random.NextDouble() < chance ? 1.0 : 0.0).ToArray();
        })];
        var like = Scores(new double[400], new double[400]);
        var result = GateSelfCheck.FromEpochs(Policy, Policy.Suites[0], epochs, like, rounds: 1_000);

        result.IsCalibrated.ShouldBeTrue();

        // Variance of a difference of two means of two: 2 · (1/6)/2 = 1/6. 0.05/√(1/6/400) − 1.645 = 0.80, 79 %.
        result.Power.Rate.ShouldBe(0.79, 0.04);
        result.FalseAlarm.Rate.ShouldBeLessThan(0.01);
        result.Source.ShouldBe("repetitions of the baseline, divided at random");
        Should.Throw<ArgumentOutOfRangeException>(() => GateSelfCheck.FromEpochs(Policy, Policy.Suites[0], [[1.0]], Scores([0], [0])));
    }

    [Fact]
    public void FromEpochs_ModelThatAlwaysAnswersAlike_NeverRaisesAnAlarm()
    {
        double[][] epochs = [.. Enumerable.Range(0, 200).Select(i => new[] { i % 3 == 0 ? 0.0 : 1.0, i % 3 == 0 ? 0.0 : 1.0 })];
        var result = GateSelfCheck.FromEpochs(Policy, Policy.Suites[0], epochs, Scores(new double[200], new double[200]), rounds: 200);

        (result.FalseAlarm.Count, result.Power.Rate).ShouldBe((0, 1));
    }
}
