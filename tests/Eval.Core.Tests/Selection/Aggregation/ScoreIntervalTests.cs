using Eval.Core.Selection;
using Eval.Core.Selection.Aggregation;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Aggregation;

public class ScoreIntervalTests
{
    [SharedFact]
    public void Of_SafetyOfCMissing_IsTheOraclesInterval()
    {
        var (full, expected) = (SelectionOracle.SurvivorMatrix(), SelectionOracle.Expected("missing-factor", "interval"));
        var evidence = full.Candidates.SelectMany((n, c) => full.Factors.Select((f, i) => full.At(c, i)))
            .Where(e => (e.Candidate, e.Factor) != ("C local-70b", "safety"));
        var matrix = DecisionMatrix.Of(full.Factors, full.Candidates, evidence);

        var rows = ScoreInterval.Of(matrix, SelectionOracle.Weights());

        var row = rows[2];
        row.Low.ShouldMatch(expected.GetProperty("lo"));
        row.High.ShouldMatch(expected.GetProperty("hi"));
        row.Low.ShouldMatch(expected.GetProperty("worst_case"));
        rows[1].Low.ShouldMatch(expected.GetProperty("best_rival"));
        row.IsPossibleWinner.ShouldBe(expected.GetProperty("possible_winner").GetBoolean());
        row.IsNecessaryWinner.ShouldBe(expected.GetProperty("necessary_winner").GetBoolean());
        row.NeededValue!.Value.ShouldMatch(expected.GetProperty("value_needed_to_win"));
        row.NeededRaw.ShouldBeNull();
        row.IsNotWorthMeasuring.ShouldBeTrue();
        rows[1].IsNecessaryWinner.ShouldBeTrue();

        // What renormalising would have said: the missing value taken for the candidate's own mean.
        var known = matrix.Values(2, 0).Select((v, f) => SelectionOracle.Weights()[f] * v).Sum() / 0.8;
        known.ShouldMatch(expected.GetProperty("renormalised"));
    }

    [Theory]
    [InlineData("weighted-sum")]
    [InlineData("weighted-product")]
    public void NeededValue_PutIn_DrawsLevel(string id)
    {
        var (method, weights) = (AggregationMethods.Find(id)!, Decisions.Weights(0.6, 0.4));
        var row = ScoreInterval.Of(Decisions.Unit(("a", [0.5, 0.6]), ("b", [0.55, double.NaN])), weights, method)[1];

        (row.IsPossibleWinner, row.IsNecessaryWinner, row.IsNotWorthMeasuring).ShouldBe((true, false, false));
        row.Missing.ShouldBe(["f1"]);
        var scores = method.Scores(Decisions.Unit(("a", [0.5, 0.6]), ("b", [0.55, row.NeededRaw!.Value])), weights);
        scores[1].ShouldBe(scores[0], 1e-12);
    }

    [Fact]
    public void Of_WinnerWhateverIsMissing_IsNecessaryAndNotWorthMeasuring()
    {
        var rows = ScoreInterval.Of(Decisions.Unit(("a", [0.9, double.NaN]), ("b", [0.1, 0.2])), Decisions.Weights(0.9, 0.1));

        (rows[0].IsNecessaryWinner, rows[0].IsNotWorthMeasuring).ShouldBe((true, true));
        rows[0].NeededValue!.Value.ShouldBeLessThan(0);
        rows[1].IsPossibleWinner.ShouldBeFalse();
        ScoreInterval.Of(Decisions.Unit(("only", [0.3])), Decisions.Weights(1))[0].IsNecessaryWinner.ShouldBeTrue();
    }

    [Fact]
    public void Methods_FieldRelativeOrMissingValues_AreRefusedWhereTheyDoNotBelong()
    {
        var missing = Decisions.Unit(("a", [0.9, double.NaN]), ("b", [0.1, 0.2]));
        var weights = Decisions.Weights(0.5, 0.5);

        Should.Throw<ArgumentException>(() => ScoreInterval.Of(missing, weights, AggregationMethods.Find("topsis")));
        Should.Throw<ArgumentException>(() => AggregationMethods.WeightedSum.Scores(missing, weights));
        Should.Throw<ArgumentException>(() => AggregationMethods.Find("min-max")!.Scores(missing, weights));
        var panel = DisagreementPanel.Of(missing, weights);
        panel.LeftOut.ShouldBe(["a"]);
        panel.Rows.ShouldAllBe(r => r.Ranking == null || r.Winner == "b");
    }

    [Fact]
    public void Panel_ShareOfAZero_SaysWhyThereIsNone()
    {
        Factor[] factors = [new() { Id = "cost", Worst = 5, Best = 0 }];
        var matrix = DecisionMatrix.Of(factors, ["free", "dear"], [new() { Candidate = "free", Factor = "cost", Value = 0 }, new() { Candidate = "dear", Factor = "cost", Value = 2 }]);

        var row = DisagreementPanel.Of(matrix, Decisions.Weights(1)).Rows.Single(r => r.Method == "linear-max");
        row.Ranking.ShouldBeNull();
        row.Why!.ShouldContain("0");
    }
}
