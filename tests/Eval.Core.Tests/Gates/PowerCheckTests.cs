using Eval.Core.Gates;
using static Eval.Core.Tests.Gates.GateEvidences;

namespace Eval.Core.Tests.Gates;

public class PowerCheckTests
{
    private static readonly GatePolicy Policy = Policy("margin: { s: 0.03 }");

    [Fact]
    public void Of_KnownSpread_SaysHowManyAreNeeded()
    {
        // Tango's variance at the margin is 0.12537, so that n = ((1.6449 √0.12537 + 0.8416 √0.12)/0.03)² = 848.7; with 0.12 for both it were 824.3.
        var check = PowerCheck.Of(Policy, Policy.Suites[0], 400, new DifferenceSpread(0.12, 1, IsBinary: true, "as before"));

        (check.Required, check.IsEnough, check.Planned, check.Assumption).ShouldBe((849, false, 400, "as before"));
        check.DetectableMargin!.Value.ShouldBe(0.0441, 3e-4);
        PowerCheck.Of(Policy("margin: { s: 0.0441 }"), Policy("margin: { s: 0.0441 }").Suites[0], 400, new DifferenceSpread(0.12, 1, true, "")).Power!.Value.ShouldBe(0.8, 0.01);
        check.Power!.Value.ShouldBe(0.520, 0.001);
        PowerCheck.Of(Policy, Policy.Suites[0], 849, new DifferenceSpread(0.12, 1, true, "")).IsEnough.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, 88)]
    [InlineData(false, 99)]
    public void Of_HardlyAnySpread_StillNeedsSomeSamples(bool binary, int expected)
    {
        var spread = new DifferenceSpread(1e-12, 1, binary, "");
        PowerCheck.Of(Policy, Policy.Suites[0], 10, spread).Required.ShouldBe(expected);
        PowerCheck.Of(Policy, Policy.Suites[0], 10, spread).Power.ShouldBe(0);

        // And the gate agrees: with one less, identical answers prove nothing.
        foreach (var (n, verdict) in new[] { (expected - 1, GateVerdict.Inconclusive), (expected, GateVerdict.Pass) })
        {
            var scores = binary ? Answers(n, 0, 0) : Scores([.. Enumerable.Repeat(0.5, n)], [.. Enumerable.Repeat(0.5, n)]);
            Gate.Decide(Policy, Evidence(("s", scores))).Verdict.ShouldBe(verdict);
        }
    }

    [Fact]
    public void Of_FewClusters_NeedMoreThanTheNormalDistributionSays()
    {
        var independent = new DifferenceSpread(0.05, double.PositiveInfinity, IsBinary: false, "");
        long needed(double perUnit) => PowerCheck.Of(Policy, Policy.Suites[0], 100, independent with { SamplesPerUnit = perUnit }).Required!.Value;

        // (1.6449 + 0.8416)² · 0.05/0.0009 = 343.5 by z; 13.8 units of 25 have t quantiles of 1.77 and 0.87.
        needed(1).ShouldBeInRange(344, 346);
        needed(25).ShouldBeInRange(380, 395);
    }

    [Fact]
    public void Of_NothingKnown_SaysSoAndDoesNotRefuse()
    {
        var check = PowerCheck.Of(Policy, Policy.Suites[0], 10, null);

        (check.Required, check.Power, check.IsEnough).ShouldBe((null, null, true));
        DifferenceSpread.WorstCase(double.PositiveInfinity, isBinary: false).ShouldBeNull();
    }

    [Fact]
    public void Of_EarlyLooks_NeedALittleMore()
    {
        var spread = new DifferenceSpread(0.12, 1, IsBinary: true, "");
        long needed(string early)
        {
            var policy = Policy($"margin: {{ s: 0.03 }}\n{early}");
            return PowerCheck.Of(policy, policy.Suites[0], 400, spread).Required!.Value;
        }

        // Inflation factors of one-sided tests at 5 % and power 0.8, 5 looks: about 1.03 (O'Brien–Fleming type) and 1.2 (Pocock type).
        ((double)needed("earlyStopping: {}") / needed("")).ShouldBe(1.03, 0.015);
        ((double)needed("earlyStopping: { spending: pocock }") / needed("")).ShouldBe(1.22, 0.05);
    }

    [Fact]
    public void Spread_FromPairs_IsThatOfTheDifferences()
    {
        var spread = DifferenceSpread.FromPairs(Answers(200, 15, 9, bothRight: 100), "tiny-small and tiny-medium")!;

        spread.Variance.ShouldBe((0.12 - (0.03 * 0.03)) * 200 / 199, 1e-9);
        spread.Sentence.ShouldBe("12.0 % of the answers differ, as between tiny-small and tiny-medium");
        spread.IsBinary.ShouldBeTrue();
        DifferenceSpread.FromPairs(Answers(1, 1, 0), "").ShouldBeNull();
    }

    [Fact]
    public void Spread_FromPairsThatNeverDiffer_IsWhatMayHaveStayedUnseen()
    {
        var spread = DifferenceSpread.FromPairs(Answers(200, 0, 0, bothRight: 100), "a and b")!;

        spread.Variance.ShouldBe(1 - Math.Pow(0.05, 1 / 200.0), 1e-9);
        spread.Sentence.ShouldStartWith("1.5 % of the answers differ");
    }

    [Fact]
    public void Spread_FromBaseline_IsTheWorstOfAnIndependentCandidate()
    {
        double[] scores = [.. Enumerable.Range(0, 1000).Select(i => i % 10 < 8 ? 1.0 : 0.0)];
        var spread = DifferenceSpread.FromBaseline(scores, [], 1)!;

        spread.Variance.ShouldBe(0.32, 0.001);
        spread.Sentence.ShouldContain("both were right in 80.0 %");
        DifferenceSpread.WorstCase(1, isBinary: true)!.Variance.ShouldBe(0.5);
        DifferenceSpread.FromBaseline([1.0], [], 1).ShouldBeNull();
    }
}
