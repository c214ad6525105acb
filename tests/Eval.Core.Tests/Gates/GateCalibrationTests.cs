using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Statistics;
using Xunit.Abstractions;
using static Eval.Core.Tests.Gates.GateEvidences;

namespace Eval.Core.Tests.Gates;

/// <summary>2,000 simulated gates each, seeds fixed. The whole file takes seconds, so that it always runs at its full count.</summary>
public class GateCalibrationTests(ITestOutputHelper output)
{
    private const int Rounds = 2_000;

    // 5 % and three standard errors of 2,000 gates.
    private const double Allowed = 0.05 + (3 * 0.00487);

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var kind in new[] { "binary-200", "binary-1000", "graded-200", "graded-1000", "clustered-binary", "clustered-graded" })
            {
                foreach (var early in new[] { "", "earlyStopping: {}", "earlyStopping: { looks: 3, spending: pocock }", "earlyStopping: { futility: 0 }" })
                {
                    cases.Add(kind, early);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_TrueLossOfExactlyTheMargin_IsPassedOrFailedRarely(string kind, string early)
    {
        var (margin, draw) = Kind(kind);
        var (pass, fail, used) = GateSimulation.Run(Policy($"margin: {{ s: {margin} }}\n{early}"), Rounds, r => draw(r, -margin));
        output.WriteLine($"false pass {pass:P2}, false fail {fail:P2}, {used:0} samples used");

        pass.ShouldBeLessThanOrEqualTo(Allowed);
        fail.ShouldBeLessThanOrEqualTo(Allowed);

        // A gate that never decides would pass this test too.
        (pass + fail).ShouldBeGreaterThan(0.04);
    }

    [Theory]
    [InlineData("binary-1000", 0.02)]
    [InlineData("graded-1000", 0.005)]
    [InlineData("clustered-binary", 0.02)]
    [InlineData("clustered-graded", 0.02)]
    public void Decide_NothingChanged_IsHardlyEverFailed(string kind, double allowed)
    {
        var (margin, draw) = Kind(kind);
        var (pass, fail, _) = GateSimulation.Run(Policy($"margin: {{ s: {margin} }}"), Rounds, r => draw(r, 0));
        output.WriteLine($"false alarms {fail:P2}, power {pass:P2}");

        fail.ShouldBeLessThanOrEqualTo(allowed);
        pass.ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Decide_EarlyLooks_SaveSamplesWhereItIsClear()
    {
        var policy = Policy("margin: { s: 0.05 }\nearlyStopping: {}");
        var broken = GateSimulation.Run(policy, 200, r => GateSimulation.Binary(r, 1000, 0.4, -0.3));
        var fine = GateSimulation.Run(policy, 200, r => GateSimulation.Binary(r, 1000, 0.1, 0));

        broken.Fail.ShouldBe(1);
        broken.Samples.ShouldBeLessThan(300);
        fine.Pass.ShouldBeGreaterThan(0.95);
        fine.Samples.ShouldBeLessThan(800);
    }

    [Theory]
    [InlineData(0.1, 0.05)]
    [InlineData(0.2, 0.05)]
    [InlineData(0.3, 0.05)]
    public void Decide_PlannedByThePowerCheck_HasItsPower(double discordant, double margin)
    {
        var policy = Policy($"margin: {{ s: {margin} }}");
        var spread = new DifferenceSpread(discordant, 1, IsBinary: true, "");
        var n = (int)PowerCheck.Of(policy, policy.Suites[0], 100, spread).Required!.Value;
        var (pass, _, _) = GateSimulation.Run(policy, 5 * Rounds, r => GateSimulation.Binary(r, n, discordant, 0));

        output.WriteLine($"n {n}, power {pass:P2}");

        // Two points, and two standard errors of the simulation.
        pass.ShouldBe(0.8, 0.02 + (2 * 0.004));
        PowerCheck.Of(policy, policy.Suites[0], n, spread).Power!.Value.ShouldBe(0.8, 0.005);
    }

    [Theory]
    [InlineData("earlyStopping: {}")]
    [InlineData("earlyStopping: { looks: 3, spending: pocock }")]
    public void Decide_EarlyLooksPlannedByThePowerCheck_HaveItsPower(string early)
    {
        var policy = Policy($"margin: {{ s: 0.05 }}\n{early}");
        policy = policy with { EarlyStopping = policy.EarlyStopping! with { Futility = 0 } };
        var n = (int)PowerCheck.Of(policy, policy.Suites[0], 100, new DifferenceSpread(0.2, 1, IsBinary: true, "")).Required!.Value;
        var (pass, _, used) = GateSimulation.Run(policy, 2 * Rounds, r => GateSimulation.Binary(r, n, 0.2, 0));

        output.WriteLine($"n {n}, power {pass:P2}, {used:0} samples used");
        pass.ShouldBe(0.8, 0.02 + (2 * 0.0063));
        used.ShouldBeLessThan(n);
    }

    [Fact]
    public void Decide_GradedAndClusteredPlannedFromPairs_HaveTheirPower()
    {
        foreach (var clustered in new[] { false, true })
        {
            PairedScores draw(SeededRandom random, int size) =>
                clustered ? GateSimulation.Clustered(random, size, 0, graded: true) : Even(random, size);
            var policy = Policy($"margin: {{ s: {(clustered ? 0.02 : 0.06)} }}");
            var spread = DifferenceSpread.FromPairs(draw(new SeededRandom(99), 20_000), "a and b")!;
            var n = PowerCheck.Of(policy, policy.Suites[0], 100, spread).Required!.Value;

            // Nine clusters hold 54 samples.
            var clusters = (int)Math.Round(n / 54.0) * 9;
            var (pass, _, _) = GateSimulation.Run(policy, 2 * Rounds, r => draw(r, clustered ? clusters : (int)n));
            var expected = PowerCheck.Of(policy, policy.Suites[0], clustered ? clusters * 6 : (int)n, spread).Power!.Value;
            output.WriteLine($"n {n}, power {pass:P2}, by the formula {expected:P2}");
            pass.ShouldBe(expected, 0.02 + (2 * 0.0063));
        }
    }

    [Theory]
    [InlineData(0.1, 0.06)]
    [InlineData(0.5, 0.3)]
    [InlineData(0.9, 0.1)]
    [InlineData(0.1, 0.18)]
    [InlineData(0.9, 0.18)]
    public void Improvement_RightAndWrongAnswers_LimitsCover95Percent(double rate, double discordant)
    {
        var difference = 0.01;
        Covered(5 * Rounds, difference, r =>
        {
            var (old, @new) = (new double[300], new double[300]);
            var (loss, gain) = ((discordant - difference) / 2, (discordant + difference) / 2);
            for (var i = 0; i < old.Length; i++)
            {
                var u = r.NextDouble();
                (old[i], @new[i]) = u < loss ? (1, 0) : u < discordant ? (0, 1) : u < discordant + (rate - (discordant / 2)) ? (1, 1) : (0, 0);
            }

            gain.ShouldBeGreaterThan(0);
            return Scores(old, @new);
        }).ShouldBe(0.95, 0.015);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(150)]
    public void Improvement_Clusters_LimitsCover95Percent(int clusters)
    {
        Covered(2 * Rounds, -0.02, r => GateSimulation.Clustered(r, clusters, -0.02, graded: true)).ShouldBe(0.95, 0.015);
        Covered(2 * Rounds, -0.02, r => GateSimulation.Clustered(r, clusters, -0.02, graded: false)).ShouldBe(0.95, 0.015);
    }

    [Fact]
    public void Improvement_Grades_LimitsCover95Percent()
    {
        Covered(2 * Rounds, 0, r => Even(r, 200)).ShouldBe(0.95, 0.015);

        // Skewed: a quarter of a point gained often, much lost seldom.
        Covered(2 * Rounds, -0.02, r => GateSimulation.Graded(r, 300, -0.02)).ShouldBe(0.95, 0.015);
    }

    private double Covered(int rounds, double truth, Func<SeededRandom, PairedScores> draw)
    {
        var covered = 0;
        Parallel.For(0, rounds, round =>
        {
            var limits = draw(new SeededRandom(((ulong)round * 7_919) + 3)).Improvement(0.975);
            _ = limits.Lower <= truth && truth <= limits.Upper ? Interlocked.Increment(ref covered) : 0;
        });
        output.WriteLine($"covered {(double)covered / rounds:P2}");
        return (double)covered / rounds;
    }

    private static PairedScores Even(SeededRandom random, int n) => Scores(
        [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())], [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())], metric: "rouge_l_f1");

    private static (double Margin, Func<SeededRandom, double, PairedScores> Draw) Kind(string kind) => kind switch
    {
        "binary-200" => (0.1, (r, d) => GateSimulation.Binary(r, 200, 0.3, d)),
        "binary-1000" => (0.03, (r, d) => GateSimulation.Binary(r, 1000, 0.1, d)),
        "graded-200" => (0.05, (r, d) => GateSimulation.Graded(r, 200, d)),
        "graded-1000" => (0.02, (r, d) => GateSimulation.Graded(r, 1000, d)),
        "clustered-binary" => (0.05, (r, d) => GateSimulation.Clustered(r, 60, d, graded: false)),
        _ => (0.03, (r, d) => GateSimulation.Clustered(r, 60, d, graded: true)),
    };
}
