using Eval.Core.Selection;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Weights;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Aggregation;

public class AggregationOracleTests
{
    private static readonly Factor[] Two = [new() { Id = "quality", Worst = 0.5, Best = 1 }, new() { Id = "cost", Worst = 20, Best = 0 }];

    [SharedTheory]
    [InlineData("min-max", "min-max")]
    [InlineData("linear-sum", "linear-sum")]
    [InlineData("anchored", "weighted-sum")]
    public void Scores_Survivors_AreTheOracles(string id, string method)
    {
        var (matrix, expected) = (SelectionOracle.SurvivorMatrix(), SelectionOracle.Expected("saw-normalisations", id));
        var scores = AggregationMethods.Find(method)!.Scores(matrix, SelectionOracle.Weights());

        Named(matrix, scores).ShouldMatch(expected.GetProperty("scores"));
        Ranking.Of(matrix.Candidates, scores).Names.ShouldBe(expected.GetProperty("ranking").Names());
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            // All the weight on one factor shows its values.
            var only = WeightSet.Of([.. matrix.Factors.Select((_, i) => i == f ? 1.0 : 0)]);
            var values = AggregationMethods.Find(method)!.Scores(matrix, only);
            for (var c = 0; c < values.Length; c++)
            {
                values[c].ShouldMatch(expected.GetProperty("normalised").GetProperty(matrix.Candidates[c])[f]);
            }
        }
    }

    [SharedFact]
    public void Topsis_Survivors_IsTheOracles()
    {
        var (matrix, expected) = (SelectionOracle.SurvivorMatrix(), SelectionOracle.Expected("other-aggregations", "topsis"));
        var scores = AggregationMethods.Find("topsis")!.Scores(matrix, SelectionOracle.Weights());

        Named(matrix, scores).ShouldMatch(expected.GetProperty("closeness"));
        Ranking.Of(matrix.Candidates, scores).Names.ShouldBe(expected.GetProperty("ranking").Names());
    }

    [SharedFact]
    public void Promethee_Survivors_IsTheOracles()
    {
        var (matrix, expected) = (WithThresholds(), SelectionOracle.Expected("other-aggregations", "promethee-ii"));
        var (positive, negative) = PrometheeTwo.Flows(matrix, SelectionOracle.Weights());
        var net = AggregationMethods.Find("promethee-ii")!.Scores(matrix, SelectionOracle.Weights());

        Named(matrix, positive).ShouldMatch(expected.GetProperty("phi_plus"));
        Named(matrix, negative).ShouldMatch(expected.GetProperty("phi_minus"));
        Named(matrix, net).ShouldMatch(expected.GetProperty("net"));
        net.Sum().ShouldBe(0, 1e-12);
        Ranking.Of(matrix.Candidates, net).Names.ShouldBe(expected.GetProperty("ranking").Names());
    }

    [SharedFact]
    public void Panel_Survivors_HasEachMethodsRankingWinnerAndTau()
    {
        var panel = DisagreementPanel.Of(WithThresholds(), SelectionOracle.Weights());
        var (rankings, expected) = (SelectionOracle.Inputs("method-agreement", "taus").GetProperty("rankings"), SelectionOracle.Expected("method-agreement", "taus"));

        panel.Rows.Count.ShouldBe(8);
        panel.LeftOut.ShouldBeEmpty();
        foreach (var row in panel.Rows)
        {
            var name = row.Method == "weighted-sum" ? "anchored" : row.Method;
            row.Ranking!.Names.ShouldBe(rankings.GetProperty(name).Names(), name);
            row.Tau.ShouldMatch(expected.GetProperty("tau_vs_anchored").GetProperty(name));
            row.Winner.ShouldBe(expected.GetProperty("winners").GetProperty(name).GetString(), name);
        }

        panel.Dissenting.Select(d => d.Method).ShouldBe(["min-max", "linear-max", "linear-sum", "promethee-ii"]);
    }

    [SharedTheory]
    [InlineData("min-max-two", "min-max")]
    [InlineData("anchored-two", "weighted-sum")]
    public void RankReversal_TwoCandidates_AreTheOracles(string id, string method)
    {
        var expected = SelectionOracle.Expected("rank-reversal", id);
        var matrix = Candidates(id);
        var scores = AggregationMethods.Find(method)!.Scores(matrix, WeightSet.Of([0.55, 0.45]));

        Named(matrix, scores).ShouldMatch(expected.GetProperty("scores"));
        Ranking.Of(matrix.Candidates, scores).Winner.Name.ShouldBe(expected.GetProperty("winner").GetString());
    }

    [SharedTheory]
    [InlineData("reversal-linear-sum", "linear-sum")]
    [InlineData("reversal-topsis", "topsis")]
    public void RankReversal_DominatedNewcomer_TurnsFieldRelativeMethodsAndNotTheDefault(string id, string method)
    {
        var (expected, all) = (SelectionOracle.Expected("rank-reversal", id), Candidates(id));
        var (weights, without) = (WeightSet.Of([0.55, 0.45]), all.Keep(["X", "Y"]));
        double[] Scores(string m, DecisionMatrix matrix) => AggregationMethods.Find(m)!.Scores(matrix, weights);

        Named(without, Scores(method, without)).ShouldMatch(expected.GetProperty("without_Z"));
        Named(all, Scores(method, all)).ShouldMatch(expected.GetProperty("with_Z"));
        Ranking.Of(without.Candidates, Scores(method, without)).Winner.Name.ShouldBe(expected.GetProperty("winner_without").GetString());
        Ranking.Of(all.Candidates, Scores(method, all)).Names.First(n => n != "Z").ShouldBe(expected.GetProperty("order_XY_with").GetString());
        Scores("weighted-sum", all)[..2].ShouldBe(Scores("weighted-sum", without));
    }

    private static DecisionMatrix Candidates(string id)
    {
        var rows = SelectionOracle.Inputs("rank-reversal", id).GetProperty("candidates").EnumerateObject().ToList();
        return DecisionMatrix.Of(Two, [.. rows.Select(r => r.Name)], rows.SelectMany(r => r.Value.EnumerateArray()
            .Select((v, f) => new Evidence { Candidate = r.Name, Factor = Two[f].Id, Value = v.GetDouble() })));
    }

    private static DecisionMatrix WithThresholds()
    {
        var inputs = SelectionOracle.Inputs("other-aggregations", "promethee-ii");
        return SelectionOracle.SurvivorMatrix([.. SelectionOracle.Factors().Select(f => f with
        {
            Indifference = inputs.GetProperty("q").GetProperty(f.Id).GetDouble(),
            Preference = inputs.GetProperty("p").GetProperty(f.Id).GetDouble(),
        })]);
    }

    private static IEnumerable<(string Name, double Number)> Named(DecisionMatrix matrix, double[] numbers) => matrix.Candidates.Zip(numbers);
}
