using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Statistics;
using static Eval.Core.Tests.Gates.GateEvidences;

namespace Eval.Core.Tests.Gates;

public class GateRulesTests
{
    private static readonly PairedScores Fine = Answers(1000, 30, 30, bothRight: 600);

    [Theory]
    [InlineData(2, GateVerdict.Fail)]
    [InlineData(6, GateVerdict.Pass)]
    public void Floor_OfAPerplexity_IsAPerplexityAndDifferencesAreFactors(double floor, GateVerdict expected)
    {
        // The baseline's perplexity is 2.9, the candidate's 5.0; both vary a little from text to text.
        double[] old = [.. Enumerable.Range(0, 150).Select(i => Math.Log(2.9) + (0.1 * Math.Sin(i)))];
        double[] @new = [.. Enumerable.Range(0, 150).Select(i => Math.Log(5.0) + (0.1 * Math.Cos(i)))];
        var scores = Scores(old, @new, metric: "ppl_word_rolling", higherIsBetter: false) with
        {
            ScoresAreLogarithms = true,
            Smallest = double.NegativeInfinity,
            Largest = double.PositiveInfinity,
        };
        var decision = Gate.Decide(
            Policy($"margin: {{ s: 1.0 }}\nmustHaves: {{ floor: {{ s: {floor} }} }}"), Evidence(("s", scores)));

        (decision.Rules[0].Verdict, decision.Suites[0].Verdict).ShouldBe((expected, GateVerdict.Pass));
        decision.Rules[0].Value!.Value.ShouldBe(5.0, 0.05);
        decision.Rules[0].Sentence.ShouldContain($"the floor of {floor}");
        var suite = decision.Suites[0];
        suite.OldScore!.Value.ShouldBe(2.9, 0.05);
        suite.Sentence.ShouldStartWith("s: not worse within a factor of 2.718: ppl_word_rolling 2.9");
        suite.Sentence.ShouldContain(", at most ×1.7");
    }

    [Theory]
    [InlineData(0.6, GateVerdict.Pass)]
    [InlineData(1.05, GateVerdict.Pass)]
    [InlineData(1.2, GateVerdict.Fail)]
    public void Cost_AgainstTheCap_IsProvenEitherWay(double factor, GateVerdict expected)
    {
        var random = new SeededRandom(1);
        double[] old = [.. Enumerable.Range(0, 1000).Select(_ => 0.001 * (1 + random.NextDouble()))];
        double[] @new = [.. old.Select(c => c * factor * (0.9 + (0.2 * random.NextDouble())))];
        var decision = Gate.Decide(Policy("margin: { s: 0.05 }\nmaxCostIncrease: 0.1"), Evidence(("s", Fine)) with { Cost = new PairedAmounts(old, @new) });

        var rule = decision.Rules.ShouldHaveSingleItem();
        (rule.Rule, rule.Verdict, decision.Verdict).ShouldBe(("maxCostIncrease", expected, expected));
        rule.Value!.Value.ShouldBe(factor - 1, 0.01);
        rule.Low!.Value.ShouldBeLessThan(rule.Value.Value);
        rule.Sentence.ShouldContain("the cap of +10.0 %");
    }

    [Fact]
    public void Cost_FewNoisySamples_IsNotEnoughEvidence()
    {
        var policy = Policy("margin: { s: 0.05 }\nmaxCostIncrease: 0.1");
        var rule = Gate.Decide(policy, Evidence(("s", Fine)) with { Cost = new PairedAmounts([1, 2, 3, 4], [1.5, 1.2, 4, 3.9]) }).Rules[0];

        rule.Verdict.ShouldBe(GateVerdict.Inconclusive);
        rule.NeededSamples!.Value.ShouldBeGreaterThan(4);
        Gate.Decide(policy, Evidence(("s", Fine))).Verdict.ShouldBe(GateVerdict.Inconclusive);
        Gate.Decide(policy, Evidence(("s", Fine)) with { Cost = new PairedAmounts([1], [1]) }).Verdict.ShouldBe(GateVerdict.Inconclusive);
        Gate.Decide(policy, Evidence(("s", Fine)) with { Cost = new PairedAmounts([0, 0], [0, 0]) }).Verdict.ShouldBe(GateVerdict.Pass);
        Gate.Decide(policy, Evidence(("s", Fine)) with { Cost = new PairedAmounts([0, 0], [0, 1]) }).Verdict.ShouldBe(GateVerdict.Fail);
    }

    [Fact]
    public void Cost_OneSampleThatIsMostOfTheMoney_ProvesNothing()
    {
        double[] old = [100, .. Enumerable.Repeat(0.01, 200)];
        double[] @new = [50, .. Enumerable.Repeat(0.02, 200)];
        var rule = Gate.Decide(Policy("margin: { s: 0.05 }\nmaxCostIncrease: 0.1"), Evidence(("s", Fine)) with { Cost = new PairedAmounts(old, @new) }).Rules[0];

        rule.Value!.Value.ShouldBe((54 / 102.0) - 1, 1e-9);
        rule.Verdict.ShouldBe(GateVerdict.Inconclusive);
    }

    [Fact]
    public void Cost_ClustersOfSamples_CountAsWholes()
    {
        var random = new SeededRandom(2);
        double[] old = [.. Enumerable.Range(0, 100).Select(_ => 1 + random.NextDouble())];
        double[] @new = [.. old.Select((c, i) => c * (i / 25 % 2 == 0 ? 0.9 : 1.2))];
        var policy = Policy("margin: { s: 0.05 }\nmaxCostIncrease: 0.15");

        Gate.Decide(policy, Evidence(("s", Fine)) with { Cost = new PairedAmounts(old, @new) }).Rules[0].Verdict.ShouldBe(GateVerdict.Pass);
        var clustered = new PairedAmounts(old, @new) { Clusters = [.. Enumerable.Range(0, 100).Select(i => 7 * (i / 25))] };
        Gate.Decide(policy, Evidence(("s", Fine)) with { Cost = clustered }).Rules[0].Verdict.ShouldBe(GateVerdict.Inconclusive);
        var onePaid = new PairedAmounts([0, 0, 1], [0, 0, 1]);
        Gate.Decide(policy, Evidence(("s", Fine)) with { Cost = onePaid }).Rules[0].Verdict.ShouldBe(GateVerdict.Inconclusive);
    }

    [Fact]
    public void Cost_SamePrices_PassACapOfNothing()
    {
        double[] costs = [.. Enumerable.Range(0, 300).Select(i => 0.0001 * (1 + (i % 7)))];

        Gate.Decide(Policy("margin: { s: 0.05 }\nmaxCostIncrease: 0"), Evidence(("s", Fine)) with { Cost = new PairedAmounts(costs, costs) }).Verdict.ShouldBe(GateVerdict.Pass);
    }

    [Fact]
    public void Latency_OneSlowOf120At99Percent_Needs130()
    {
        // The rule of selection.json, group knock-outs, case latency-rule-with-evidence.
        double[] times = [.. Enumerable.Repeat(900.0, 119), 2500];
        var policy = Policy("margin: { s: 0.05 }\nmaxP95LatencyMs: 2000\nconfidence: 0.99");
        var rule = Gate.Decide(policy, Evidence(("s", Fine)) with { Latency = new PairedAmounts(times, times) }).Rules[0];

        (rule.Verdict, rule.NeededSamples).ShouldBe((GateVerdict.Inconclusive, 130));
        double[] more = [.. Enumerable.Repeat(900.0, 129), 2500];
        Gate.Decide(policy, Evidence(("s", Fine)) with { Latency = new PairedAmounts(more, more) }).Rules[0].Verdict.ShouldBe(GateVerdict.Pass);
        double[] slow = [.. Enumerable.Repeat(900.0, 80), .. Enumerable.Repeat(2500.0, 20)];
        Gate.Decide(policy, Evidence(("s", Fine)) with { Latency = new PairedAmounts(slow, slow) }).Rules[0].Verdict.ShouldBe(GateVerdict.Fail);
    }

    [Fact]
    public void Latency_MeanIncrease_IsJudgedLikeCost()
    {
        double[] old = [.. Enumerable.Range(0, 200).Select(i => 100.0 + (i % 11))];
        double[] @new = [.. old.Select((t, i) => (t * 1.5) + (i % 5))];

        Gate.Decide(Policy("margin: { s: 0.05 }\nmaxLatencyIncrease: 0.25"), Evidence(("s", Fine)) with { Latency = new PairedAmounts(old, @new) })
            .Rules[0].Sentence.ShouldStartWith("mean latency: +5");
    }

    [Theory]
    [InlineData("MIT", GateVerdict.Pass)]
    [InlineData("apache-2.0", GateVerdict.Pass)]
    [InlineData("GPL-3.0", GateVerdict.Fail)]
    [InlineData(null, GateVerdict.Inconclusive)]
    public void Facts_AcceptedOrNot(string? license, GateVerdict expected)
    {
        var facts = license is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["license"] = license };

        Gate.Decide(Policy("margin: { s: 0.05 }\nmustHaves: { facts: { license: [MIT, Apache-2.0] } }"), Evidence(("s", Fine)) with { Facts = facts })
            .Verdict.ShouldBe(expected);
    }

    [Theory]
    [InlineData(32768, GateVerdict.Pass)]
    [InlineData(32000, GateVerdict.Pass)]
    [InlineData(8192, GateVerdict.Fail)]
    [InlineData(null, GateVerdict.Inconclusive)]
    public void ContextLength_AgainstTheLeast(int? length, GateVerdict expected) =>
        Gate.Decide(Policy("margin: { s: 0.05 }\nmustHaves: { contextLength: 32000 }"), Evidence(("s", Fine)) with { ContextLength = length }).Verdict.ShouldBe(expected);

    [Theory]
    [InlineData(0.55, GateVerdict.Pass)]
    [InlineData(0.62, GateVerdict.Inconclusive)]
    [InlineData(0.70, GateVerdict.Fail)]
    public void Floor_CountsWithTheLimitOfTheScore(double floor, GateVerdict expected)
    {
        var rule = Gate.Decide(Policy($"margin: {{ s: 0.05 }}\nmustHaves: {{ floor: {{ s: {floor} }} }}"), Evidence(("s", Fine))).Rules[0];

        rule.Verdict.ShouldBe(expected);
        rule.Value.ShouldBe(0.63);
        rule.Low!.Value.ShouldBe(Wilson.Interval(630, 1000, 0.9).Low, 1e-12);
    }

    [Fact]
    public void Floor_LessIsBetter_IsTheGreatest()
    {
        var scores = Scores([.. Enumerable.Range(0, 100).Select(i => 1 + (0.01 * (i % 9)))], [.. Enumerable.Range(0, 100).Select(i => 1 + (0.01 * (i % 7)))],
            metric: "bits_per_byte", higherIsBetter: false) with
        { Largest = double.PositiveInfinity };
        GateVerdict verdict(double floor) => Gate.Decide(Policy($"margin: {{ s: 0.05 }}\nmustHaves: {{ floor: {{ s: {floor} }} }}"), Evidence(("s", scores))).Rules[0].Verdict;

        verdict(1.1).ShouldBe(GateVerdict.Pass);
        verdict(0.9).ShouldBe(GateVerdict.Fail);
    }

    [Fact]
    public void Slices_LossOnOnePart_FailsTheGateThatPassesOnTheWhole()
    {
        var decision = Gate.Decide(Policy("margin: { s: 0.05 }\nslices: { s: { subject: { maxLoss: 0.1 } } }"), Evidence(("s", Sliced(lawLosses: 80, artGains: 90))));

        decision.Suites[0].Verdict.ShouldBe(GateVerdict.Pass);
        decision.Verdict.ShouldBe(GateVerdict.Fail);
        decision.Suites[0].Slices.Select(s => (s.Slice, s.Verdict)).ShouldBe([("subject=law", GateVerdict.Fail), ("subject=art", GateVerdict.Pass)]);
        decision.Reasons[0].ShouldStartWith("s, subject=law: -40.0 points (between ");
        decision.Reasons[0].ShouldContain("more than the tolerated loss of 10.0 points (200 samples)");
    }

    [Fact]
    public void Slices_TooSmall_AreShownAndNotJudged()
    {
        var evidence = Evidence(("s", Sliced(lawLosses: 80, artGains: 90)));
        var decision = Gate.Decide(Policy("margin: { s: 0.05 }\nslices: { s: { subject: { maxLoss: 0.1, minSamples: 300 } } }"), evidence);

        decision.Verdict.ShouldBe(GateVerdict.Pass);
        decision.Suites[0].Slices.Single(s => s.Slice == "subject=law").Verdict.ShouldBeNull();
        Gate.Decide(Policy("margin: { s: 0.05 }\nslices: { s: { subject=art: { floor: 0.5 } } }"), evidence).Suites[0].Slices.Single().Verdict.ShouldBe(GateVerdict.Pass);
        Gate.Decide(Policy("margin: { s: 0.05 }\nslices: { s: { subject=law: { floor: 0.9 } } }"), evidence).Verdict.ShouldBe(GateVerdict.Fail);
        Gate.Decide(Policy("margin: { s: 0.05 }\nslices: { s: { topic: { floor: 0.5 } } }"), evidence).Verdict.ShouldBe(GateVerdict.Broken);
    }

    [Fact]
    public void Slices_ManyOnTheMargin_RarelyFailByChance()
    {
        // Twenty slices, each worse by exactly what is tolerated: without Holm's rule about two gates in three would fail.
        const int Gates = 200, Slices = 20, Size = 60;
        var policy = Policy("margin: { s: 0.2 }\nslices: { s: { part: { maxLoss: 0.1 } } }");
        var failed = 0;
        for (var seed = 0; seed < Gates; seed++)
        {
            var random = new SeededRandom((ulong)seed);
            var (old, @new) = (new double[Slices * Size], new double[Slices * Size]);
            for (var i = 0; i < old.Length; i++)
            {
                var u = random.NextDouble();
                (old[i], @new[i]) = u < 0.2 ? (1, 0) : u < 0.3 ? (0, 1) : (1, 1);
            }

            var scores = Scores(old, @new) with
            {
                Slices = Enumerable.Range(0, Slices).ToDictionary(s => $"part={s}", s => Enumerable.Range(s * Size, Size).ToArray()),
            };
            failed += Gate.Decide(policy, Evidence(("s", scores))).Suites[0].Slices.Any(s => s.Verdict == GateVerdict.Fail) ? 1 : 0;
        }

        // 5 % of 200 and three standard errors.
        failed.ShouldBeLessThanOrEqualTo(19);
    }

    private static PairedScores Sliced(int lawLosses, int artGains)
    {
        var (old, @new) = (new double[1000], new double[1000]);
        Array.Fill(old, 1);
        Array.Fill(@new, 1);
        Array.Fill(@new, 0, 0, lawLosses);
        Array.Fill(old, 0, 200, artGains);
        return Scores(old, @new) with
        {
            Slices = new Dictionary<string, int[]> { ["subject=law"] = [.. Enumerable.Range(0, 200)], ["subject=art"] = [.. Enumerable.Range(200, 800)] },
        };
    }
}
