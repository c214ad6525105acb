using Eval.Core.Selection;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.MustHaves;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.MustHaves;

public class MustHaveTests
{
    private static readonly LimitRule Context = new("context", "context_tokens", LimitSide.AtLeast, 32_000);

    [SharedFact]
    public void Limit_Context32k_KeepsTheOraclesFour()
    {
        var expected = SelectionOracle.Expected("knock-outs", "context-32k");
        var report = MustHaveReport.Of([Context], new() { Matrix = SelectionOracle.Matrix() });

        report.Kept.ShouldBe(expected.GetProperty("kept").Names());
        report.Removed.Select(r => r.Candidate).ShouldBe(expected.GetProperty("removed").EnumerateObject().Select(p => p.Name));
        foreach (var check in report.Removed)
        {
            check.Failed.Select(f => f.Sentence).ShouldBe(expected.GetProperty("removed").GetProperty(check.Candidate).Names());
        }

        report.Open.ShouldBeEmpty();
        report.Nearest.ShouldBeEmpty();
    }

    [SharedFact]
    public void Limit_MonthlyCost_KeepsTheOraclesThree()
    {
        var (inputs, expected) = (SelectionOracle.Inputs("knock-outs", "budget-cap"), SelectionOracle.Expected("knock-outs", "budget-cap"));
        var cost = new LimitRule("budget", "cost_per_1k_usd", LimitSide.AtMost, inputs.GetProperty("budget_usd").GetDouble())
        {
            Multiplier = inputs.GetProperty("monthly_requests").GetDouble() / 1000,
            Label = "monthly cost",
        };

        var report = MustHaveReport.Of([Context, cost], new() { Matrix = SelectionOracle.Matrix() });

        report.Checks.Select(c => (c.Candidate, c.Results[1].Value!.Value)).ShouldMatch(expected.GetProperty("monthly_cost_usd"));
        report.Kept.ShouldBe(expected.GetProperty("kept").Names());
        foreach (var check in report.Removed)
        {
            check.Failed.Select(f => f.Sentence).ShouldBe(expected.GetProperty("removed").GetProperty(check.Candidate).Names());
        }
    }

    [SharedFact]
    public void Percentile_OneSlowOf120_NeedsTheOracles130()
    {
        var (inputs, expected) = (SelectionOracle.Inputs("knock-outs", "latency-rule-with-evidence"), SelectionOracle.Expected("knock-outs", "latency-rule-with-evidence"));
        var observed = inputs.GetProperty("observed");
        var rule = new PercentileRule("p95", "latency_s", 0.95, 2);
        RuleResult Check(int requests, int over) => rule.Check("a", Observed([.. Enumerable.Repeat(1.0, requests - over), .. Enumerable.Repeat(3.0, over)]));

        var result = Check(observed.GetProperty("requests").GetInt32(), observed.GetProperty("over_limit").GetInt32());

        result.Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence);
        result.Needed.ShouldBe(expected.GetProperty("min_requests_for_1_over").GetInt32());
        Check(130, 1).Outcome.ShouldBe(RuleOutcome.Pass);
        Check(129, 1).Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence);
        Check(100, 15).Outcome.ShouldBe(RuleOutcome.Fail);

        // Of 100 with a share of 5 %, 11 or more come about with 1.15 %, 12 or more with 0.43 %.
        Check(100, 11).Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence);
        Check(100, 12).Outcome.ShouldBe(RuleOutcome.Fail);
        rule.Check("b", Observed([1])).Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence);
        rule.Check("a", Observed([.. Enumerable.Repeat(1.0, 129), double.NaN])).Outcome.ShouldBe(RuleOutcome.Pass);
        rule.Check("a", Observed([.. Enumerable.Repeat(1.0, 128), double.NaN, 3])).Needed.ShouldBe(165);
    }

    [SharedFact]
    public void Of_KnockedOutCandidateInTheField_ChangesTheWinnerOfMinMaxOnly()
    {
        var (all, kept, weights) = (SelectionOracle.Matrix(), SelectionOracle.SurvivorMatrix(), SelectionOracle.Weights());
        string Winner(string method, DecisionMatrix matrix) => Ranking.Of(matrix.Candidates, AggregationMethods.Find(method)!.Scores(matrix, weights)).Winner.Name;

        (Winner("min-max", kept), Winner("min-max", all)).ShouldBe(("A hosted-large", "B hosted-small"));
        Winner("weighted-sum", kept).ShouldBe(Winner("weighted-sum", all));
    }

    [Theory]
    [InlineData(0.90, 0.02, RuleOutcome.Pass)]
    [InlineData(0.86, 0.02, RuleOutcome.NotEnoughEvidence)]
    [InlineData(0.84, 0.02, RuleOutcome.NotEnoughEvidence)]
    [InlineData(0.80, 0.02, RuleOutcome.Fail)]
    [InlineData(0.85, 0, RuleOutcome.Pass)]
    [InlineData(0.8499, 0, RuleOutcome.Fail)]
    public void Limit_MeasuredValue_IsJudgedByItsPessimisticBound(double value, double error, RuleOutcome expected)
    {
        var result = new LimitRule("floor", "q", LimitSide.AtLeast, 0.85).Check("a", Measured(value, error));

        result.Outcome.ShouldBe(expected);
        result.Limit.ShouldBe(0.85);
    }

    [Fact]
    public void Limit_TooFewItems_SaysHowManyWouldDo()
    {
        var rule = new LimitRule("floor", "q", LimitSide.AtLeast, 0.85);
        var result = rule.Check("a", Measured(0.86, 0.02, 100));

        var needed = result.Needed!.Value;
        needed.ShouldBe((int)Math.Ceiling(100 * 0.0004 / Math.Pow(0.01 / 1.6448536269514722, 2)));
        rule.Check("a", Measured(0.86, 0.02 * Math.Sqrt(100.0 / needed), needed)).Outcome.ShouldBe(RuleOutcome.Pass);
        rule.Check("a", Measured(0.85, 0.02, 100)).Needed.ShouldBeNull();
        rule.Check("a", Measured(0.86, 0.02)).Needed.ShouldBeNull();
    }

    [Fact]
    public void Facts_StatedOrNot_HaveThreeOutcomes()
    {
        var evidence = Measured(0.9, 0) with
        {
            Facts = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["a"] = new Dictionary<string, string> { ["license"] = "mit", ["deprecated"] = "2026-12-01", ["context"] = "32768", ["comma"] = "0,5", ["region"] = "moon" },
            },
        };
        RuleOutcome Fact(string name, params string[] accepted) => new FactRule("r", name, accepted).Check("a", evidence).Outcome;

        Fact("license", "Apache-2.0", "MIT").ShouldBe(RuleOutcome.Pass);
        Fact("region", "EU").ShouldBe(RuleOutcome.Fail);
        Fact("dataStaysOnPremises", "true").ShouldBe(RuleOutcome.NotEnoughEvidence);
        new DateRule("r", "deprecated", new(2027, 6, 1)).Check("a", evidence).Sentence.ShouldBe("deprecated 2026-12-01 < 2027-06-01");
        new DateRule("r", "deprecated", new(2026, 12, 1)).Check("a", evidence).Outcome.ShouldBe(RuleOutcome.Pass);
        new DateRule("r", "region", new(2026, 12, 1)).Check("a", evidence).Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence);
        new DateRule("r", "absent", new(2026, 12, 1)).Check("a", evidence).Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence);
        new LimitRule("r", "context", LimitSide.AtLeast, 32_000).Check("a", evidence).Outcome.ShouldBe(RuleOutcome.Pass);
        new LimitRule("r", "context", LimitSide.AtLeast, 33_000).Check("a", evidence).Shortfall.ShouldBe(232);
        new LimitRule("r", "unheard-of", LimitSide.AtLeast, 1).Check("a", evidence).Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence);
        new LimitRule("r", "comma", LimitSide.AtLeast, 1).Check("a", evidence).ShouldSatisfyAllConditions(
            r => r.Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence), r => r.Sentence.ShouldBe("comma is \"0,5\", which is no number, must be ≥ 1"));
        new LimitRule("r", "license", LimitSide.AtLeast, 1).Check("a", evidence).Outcome.ShouldBe(RuleOutcome.NotEnoughEvidence);
    }

    [Fact]
    public void Nearest_NothingLeft_IsTheOneThatLacksLeast()
    {
        var matrix = Decisions.Unit(("far", [0.1, 0.9]), ("both", [0.49, 0.49]), ("near", [0.45, 0.9]));
        MustHaveRule[] rules = [new LimitRule("a", "f0", LimitSide.AtLeast, 0.5), new LimitRule("b", "f1", LimitSide.AtLeast, 0.5)];

        var report = MustHaveReport.Of(rules, new() { Matrix = matrix });

        report.Kept.ShouldBeEmpty();
        report.Nearest.Select(n => n.Candidate).ShouldBe(["near", "far", "both"]);
        report.Nearest[0].LargestShortfall.ShouldBe(0.1, 1e-12);
        report.Nearest[2].Failed.Count().ShouldBe(2);
    }

    private static MustHaveEvidence Measured(double value, double error, int? count = null) => new()
    {
        Matrix = DecisionMatrix.Of(
            [new() { Id = "q", Worst = 0, Best = 1 }],
            ["a"],
            [new() { Candidate = "a", Factor = "q", Value = value, StandardError = error, Source = FactorSource.Measured, Count = count }]),
    };

    private static MustHaveEvidence Observed(IReadOnlyList<double> values) => Measured(0, 0) with
    {
        Observations = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<double>>>
        {
            ["a"] = new Dictionary<string, IReadOnlyList<double>> { ["latency_s"] = values },
        },
    };
}
