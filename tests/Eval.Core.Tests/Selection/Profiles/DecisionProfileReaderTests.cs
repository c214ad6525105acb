using Eval.Core.Selection;
using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Profiles;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Selection.Profiles;

public class DecisionProfileReaderTests
{
    private const string Factor = "factors: [ { id: q, worst: 0, best: 1, values: { A: 1 } } ]\nweights: { q: 1 }\n";

    [Fact]
    public void Load_WholeProfile_IsReadAsWritten()
    {
        var profile = WorkedProfile.Workspace("""
            description: Which one?
            candidates: [ "A", "B" ]
            baseline: A
            factors:
              - { id: q, label: Quality, unit: points, group: accuracy, target: 0.8, suite: facts, metric: acc, slice: kind=low, worst: 0.25, best: 1 }
              - { id: c, suites: [ facts, stories ], cost: per-correct, perHour: 0.5, worst: 1, best: 0.01, scale: log }
              - { id: l, fact: license, words: { MIT: 1, other: 0 }, points: { 0: 0, 1: 1 } }
              - { id: v, source: published, worst: 10, best: 0, values: { A: 3, B: { value: 2, low: 1, high: 4, note: a card } } }
            weights: { q: 60, c: 20, l: 10, v: 10 }
            weightsMayVary: 0.5
            stakeholders: { finance: { q: 1, c: 3, l: 0, v: 0 } }
            method: weighted-product
            mustHaves:
              - { fact: region, is: [ eu, ch ] }
              - { fact: retires, notBefore: 2027-03-01 }
              - { factor: q, min: 0.5, confidence: 0.9 }
              - { factor: v, max: 4 }
            expires: 2027-01-31
            """).Selection["default"];
        profile.Factors.Select(f => f.Factor.Id).ShouldBe(["q", "c", "l", "v"]);
        (profile.Factors[0].Factor.Name, profile.Factors[0].Factor.Unit, profile.Factors[0].Factor.Group, profile.Factors[0].Factor.Target).ShouldBe(("Quality", "points", "accuracy", 0.8));
        profile.Factors[0].Input.ShouldBeOfType<MetricInput>().ShouldSatisfyAllConditions(m => m.Suites.ShouldBe(["facts"]), m => m.MetricId.ShouldBe("acc"), m => m.Slice.ShouldBe("kind=low"));
        profile.Factors[1].Input.ShouldBeOfType<CostInput>().ShouldSatisfyAllConditions(c => c.Basis.ShouldBe(CostBasis.CorrectAnswer), c => c.Suites.ShouldBe(["facts", "stories"]), c => c.PerHour.ShouldBe(0.5m));
        profile.Factors[1].Factor.Scale.ShouldBe(FactorScale.Logarithmic);
        profile.Factors[2].Input.ShouldBeOfType<FactInput>().Words["MIT"].ShouldBe(1);
        profile.Factors[2].Factor.Scale.ShouldBe(FactorScale.Piecewise);
        profile.Factors[3].Input.ShouldBeOfType<StatedInput>().ShouldSatisfyAllConditions(
            v => v.Source.ShouldBe(FactorSource.Published), v => v.Values["B"].ShouldBe(new StatedValue(2, 1, 4, "a card")), v => v.Values["A"].ShouldBe(new StatedValue(3)));
        profile.Weights.Values.ShouldBe([0.6, 0.2, 0.1, 0.1]);
        profile.Belief.ShouldBeOfType<WeightRanges>();
        profile.Stakeholders.ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Name.ShouldBe("finance"), s => s.Values.ShouldBe([0.25, 0.75, 0, 0]));
        profile.MustHaves[0].ShouldBeOfType<FactRule>().Accepted.ShouldBe(["eu", "ch"]);
        profile.MustHaves[1].ShouldBeOfType<DateRule>().NotBefore.ShouldBe(new DateOnly(2027, 3, 1));
        profile.MustHaves[2].ShouldBeOfType<LimitRule>().ShouldSatisfyAllConditions(r => r.Side.ShouldBe(LimitSide.AtLeast), r => r.Limit.ShouldBe(0.5), r => r.Confidence.ShouldBe(0.9));
        profile.MustHaves[3].ShouldBeOfType<LimitRule>().Side.ShouldBe(LimitSide.AtMost);
        (profile.Method, profile.Baseline, profile.Expires).ShouldBe(("weighted-product", "A", new DateOnly(2027, 1, 31)));
        profile.Candidates.ShouldBe(["A", "B"]);
    }

    [Theory]
    [InlineData("weights: { q: 1 }", "needs \"factors\"")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, values: { A: 1 } } ]", "needs \"weights\"")]
    [InlineData("factors: [ { id: q, best: 1, values: { A: 1 } } ]\nweights: { q: 1 }", "needs \"worst\" and \"best\"")]
    [InlineData("factors: [ { id: q, worst: 1, best: 1, values: { A: 1 } } ]\nweights: { q: 1 }", "worst and best are both 1")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, scale: log, values: { A: 1 } } ]\nweights: { q: 1 }", "a logarithmic scale needs anchors above 0")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, scale: lgo, values: { A: 1 } } ]\nweights: { q: 1 }", "lgo")]
    [InlineData("factors: [ { id: q, points: { 0: 0, 5: 0.4 }, values: { A: 1 } } ]\nweights: { q: 1 }", "outermost points must be the anchors")]
    [InlineData("factors: [ { id: q, points: { 0: 0, 5: 1 }, worst: 0, best: 5, values: { A: 1 } } ]\nweights: { q: 1 }", "\"points\" are the scale")]
    [InlineData("factors: [ { id: q, points: { x: 0, 5: 1 }, values: { A: 1 } } ]\nweights: { q: 1 }", "\"x\" is not a number")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1 } ]\nweights: { q: 1 }", "says not where its values come from")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, suite: s, fact: f } ]\nweights: { q: 1 }", "has suites and fact")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, suite: s, suites: [ t ] } ]\nweights: { q: 1 }", "exclude each other")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, cost: per-thousand } ]\nweights: { q: 1 }", "\"cost\" needs \"suite\"")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, cost: per-thousand, suite: s, metric: acc } ]\nweights: { q: 1 }", "\"metric\" goes with")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, suite: s, perHour: 1 } ]\nweights: { q: 1 }", "\"perHour\" goes with \"cost\"")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, suite: s, slice: low } ]\nweights: { q: 1 }", "\"slice\" is written field=value")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, suite: s, source: published } ]\nweights: { q: 1 }", "\"source\" goes with \"values\"")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, values: { F: 1 } } ]\nweights: { q: 1 }", "there is no candidate \"F\"")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, values: { A: { value: 1, low: 2, high: 3 } } } ]\nweights: { q: 1 }", "on both sides of \"value\"")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, values: { A: 1 } }, { id: q, worst: 0, best: 1, values: { A: 1 } } ]\nweights: { q: 1 }", "the factor \"q\" is there twice")]
    [InlineData("factors: [ { id: quality, worst: 0, best: 1, values: { A: 1 } } ]\nweights: { quality: 1, qualty: 1 }", "there is no factor \"qualty\" (did you mean \"quality\"?)")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, values: { A: 1 } }, { id: r, worst: 0, best: 1, values: { A: 1 } } ]\nweights: { q: 1 }", "the factor \"r\" has no weight")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, values: { A: 1 } } ]\nweights: { q: 0 }", "not all weights can be 0")]
    [InlineData(Factor + "weightsMayVary: often", "often")]
    [InlineData(Factor + "weightsMayVary: 1.5", "must be a number from 0 to 1")]
    [InlineData(Factor + "stakeholders: { finance: { q: 1, z: 2 } }", "there is no factor \"z\"")]
    [InlineData(Factor + "baseline: Z", "there is no candidate \"Z\"")]
    [InlineData(Factor + "candidates: [ Z ]", "no candidate matches \"Z\"")]
    [InlineData(Factor + "method: topsis", "topsis")]
    [InlineData(Factor + "mustHaves: [ { min: 1 } ]", "one \"fact\" or one \"factor\"")]
    [InlineData(Factor + "mustHaves: [ { fact: a, factor: q, min: 1 } ]", "one \"fact\" or one \"factor\"")]
    [InlineData(Factor + "mustHaves: [ { factor: z, min: 1 } ]", "there is no factor \"z\"")]
    [InlineData(Factor + "mustHaves: [ { factor: q, is: 1 } ]", "a must-have about a factor has \"min\" or \"max\"")]
    [InlineData(Factor + "mustHaves: [ { fact: a, min: 1, max: 2 } ]", "has one of \"is\", \"min\", \"max\" and \"notBefore\"")]
    [InlineData(Factor + "mustHaves: [ { fact: a, min: 1, confidence: 0.9 } ]", "\"confidence\" goes with \"factor\"")]
    [InlineData(Factor + "mustHaves: [ { fact: a, is: [] } ]", "names no value")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, suites: [] } ]\nweights: { q: 1 }", "\"suites\" names no suite")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, suites: [ s, s ] } ]\nweights: { q: 1 }", "names a suite twice")]
    [InlineData("factors: [ { id: q, worst: 1, best: 10, cost: per-thousand, suite: s } ]\nweights: { q: 1 }", "less money is better")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, values: { A: 1 } } ]\nweights: { q: 1e308 }", "must be a number from 0 to")]
    [InlineData("factors: [ { id: q, worst: 0, best: 1, values: { A: 1 } }, { id: r, worst: 0, best: 1, values: { A: 1 } } ]\nweights: { q: 1, r: 0 }\nweightsMayVary: freely", "a weight of 0 does not stay 0")]
    [InlineData(Factor + "unknown: 1", "unknown key \"unknown\"")]
    public void Load_Mistake_IsNamedWithItsPlace(string profile, string message)
    {
        var e = Should.Throw<EvalConfigurationException>(() => WorkedProfile.Workspace(profile));
        e.Problems.ShouldContain(p => p.ToString().Contains(message, StringComparison.Ordinal), string.Join('\n', e.Problems));
        e.Problems.ShouldAllBe(p => p.At != null);
    }
}
