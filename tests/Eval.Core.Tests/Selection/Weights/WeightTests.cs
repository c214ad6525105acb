using Eval.Core.Selection;
using Eval.Core.Selection.Weights;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Weights;

public class WeightTests
{
    [SharedTheory]
    [InlineData("n3")]
    [InlineData("n5")]
    public void RankWeights_AllRules_AreTheOracles(string id)
    {
        var (n, expected) = (SelectionOracle.Inputs("weights-from-ranks", id).GetProperty("n").GetInt32(), SelectionOracle.Expected("weights-from-ranks", id));

        RankWeights.OrderCentroid(n).ShouldMatch(expected.GetProperty("roc"));
        RankWeights.RankSum(n).ShouldMatch(expected.GetProperty("rank_sum"));
        RankWeights.Reciprocal(n).ShouldMatch(expected.GetProperty("rank_reciprocal"));
    }

    [Fact]
    public void RankWeights_OrderOfFactors_GoesToTheFactorsPlaces()
    {
        Factor[] factors = [.. "xyz".Select(c => new Factor { Id = c.ToString(), Worst = 0, Best = 1 })];

        RankWeights.Of(factors, ["z", "x", "y"], RankWeightRule.RankSum).Values.ShouldBe([2 / 6.0, 1 / 6.0, 3 / 6.0], 1e-12);
        RankWeights.Of(factors, ["z", "x", "y"]).Values[2].ShouldBe(11 / 18.0, 1e-12);
        var problems = Should.Throw<EvalConfigurationException>(() => RankWeights.Of(factors, ["z", "z", "w"])).Problems;
        problems.Count.ShouldBe(4);
    }

    [SharedFact]
    public void SwingWeights_Points_AreDividedByTheirSum()
    {
        var points = SelectionOracle.Dictionary(SelectionOracle.Inputs("weights-swing", "five").GetProperty("points"));
        var factors = SelectionOracle.Factors();
        var weights = SwingWeights.Of(factors, points);

        factors.Select((f, i) => (f.Id, weights[i])).ShouldMatch(SelectionOracle.Expected("weights-swing", "five").GetProperty("weights"));
    }

    [SharedTheory]
    [InlineData("consistent-3")]
    [InlineData("circular-3")]
    public void PairwiseWeights_Oracle_AgreesAndRefusesTheCircularOne(string id)
    {
        var expected = SelectionOracle.Expected("weights-ahp", id);
        var rows = SelectionOracle.Inputs("weights-ahp", id).GetProperty("matrix");
        var matrix = new double[3, 3];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                // Fractions stand as text: "1/3".
                matrix[i, j] = rows[i][j].ValueKind == System.Text.Json.JsonValueKind.Number ? rows[i][j].GetDouble() : 1 / double.Parse(rows[i][j].GetString()![2..]);
            }
        }

        var pairwise = PairwiseWeights.Of(matrix);

        pairwise.Weights.ShouldMatch(expected.GetProperty("weights_eigen"));
        pairwise.GeometricMeans.ShouldMatch(expected.GetProperty("weights_geometric_mean"));
        pairwise.LargestEigenvalue.ShouldMatch(expected.GetProperty("lambda_max"));
        pairwise.ConsistencyIndex.ShouldMatch(expected.GetProperty("ci"));
        pairwise.RandomIndex.ShouldMatch(expected.GetProperty("ri"));
        pairwise.ConsistencyRatio.ShouldMatch(expected.GetProperty("cr"));
        pairwise.IsAcceptable.ShouldBe(expected.GetProperty("acceptable").GetBoolean());
        Factor[] factors = [.. "xyz".Select(c => new Factor { Id = c.ToString(), Worst = 0, Best = 1 })];
        if (pairwise.IsAcceptable)
        {
            pairwise.ToWeightSet(factors).Values.ShouldMatch(expected.GetProperty("weights_eigen"));
        }
        else
        {
            Should.Throw<EvalConfigurationException>(() => pairwise.ToWeightSet(factors)).Message.ShouldContain("consistency ratio 1.15");
        }
    }

    [Fact]
    public void PairwiseWeights_NoComparisons_AreRefused()
    {
        Should.Throw<ArgumentException>(() => PairwiseWeights.Of(new double[,] { { 1, 2 }, { 2, 1 } })).Message.ShouldContain("reciprocal");
        Should.Throw<ArgumentException>(() => PairwiseWeights.Of(new double[,] { { 1, 0 }, { 0, 1 } }));
        Should.Throw<ArgumentException>(() => PairwiseWeights.Of(new double[,] { { 2, 2 }, { 0.5, 0.5 } }));
        Should.Throw<ArgumentException>(() => PairwiseWeights.Of(new double[2, 3]));
        PairwiseWeights.Of(new double[,] { { 1, 4 }, { 0.25, 1 } }).Weights.ShouldBe([0.8, 0.2], 1e-12);
        PairwiseWeights.Of(new double[,] { { 1 } }).ConsistencyRatio.ShouldBe(0);
    }

    [Fact]
    public void PairwiseWeights_OneSlip_IsNamed()
    {
        // Consistent answers for weights 0.5, 0.25, 0.125, 0.125 but for one, which is turned round.
        double[] w = [0.5, 0.25, 0.125, 0.125];
        var matrix = new double[4, 4];
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
            {
                matrix[i, j] = w[i] / w[j];
            }
        }

        (matrix[0, 2], matrix[2, 0]) = (0.25, 4);
        var pairwise = PairwiseWeights.Of(matrix);

        pairwise.IsAcceptable.ShouldBeFalse();
        (pairwise.WorstComparison.First, pairwise.WorstComparison.Second).ShouldBe((0, 2));
    }

    [Fact]
    public void Rescale_ShrunkCostSpan_LeavesTheShareOfPointsThatTheSwingIsStillWorth()
    {
        // Section 4.4: 60 points of 20 to 0.30 leave 24 of 3.2 to 0.6.
        var cost = new Factor { Id = "cost", Worst = 20, Best = 0.3, Scale = FactorScale.Logarithmic };
        var quality = new Factor { Id = "quality", Worst = 0, Best = 1 };
        var moved = cost with { Worst = 3.2, Best = 0.6 };

        (60 * SwingWeights.ShareOfSwing(cost, moved)).ShouldBe(24, 0.15);
        var rescaled = SwingWeights.Rescale(WeightSet.Of([60, 100]), [cost, quality], [moved, quality]);
        rescaled[0].ShouldBe(0.1929, 1e-3);
        var back = SwingWeights.Rescale(rescaled, [moved, quality], [cost, quality]);
        back[0].ShouldBe(0.375, 1e-12);
        Should.Throw<ArgumentException>(() => SwingWeights.ShareOfSwing(cost, cost with { Worst = 0.3, Best = 20 }));
        Should.Throw<ArgumentException>(() => SwingWeights.ShareOfSwing(cost, new Factor { Id = "cost", Worst = 1, Best = 0 }));
        Should.Throw<ArgumentException>(() => SwingWeights.Rescale(rescaled, [moved, quality], [quality, cost]));
    }

    [Fact]
    public void Rescale_ScoresOfTheSameCandidates_DifferByShiftAndScaleOnly()
    {
        // Anchors that still hold all candidates must not change anybody's order when weights move along.
        Factor[] before = [new() { Id = "a", Worst = 0, Best = 10 }, new() { Id = "b", Worst = 100, Best = 1, Scale = FactorScale.Logarithmic }];
        Factor[] after = [before[0] with { Worst = 2, Best = 9 }, before[1] with { Worst = 40, Best = 3 }];
        (double A, double B)[] rows = [(3, 30), (8, 12), (5, 4), (9, 39)];
        var weights = WeightSet.Of([0.6, 0.4]);
        double[] Scores(Factor[] factors, WeightSet w) =>
            [.. rows.Select(r => (w[0] * ValueFunction.Of(factors[0]).Of(r.A)) + (w[1] * ValueFunction.Of(factors[1]).Of(r.B)))];
        var (old, @new) = (Scores(before, weights), Scores(after, SwingWeights.Rescale(weights, before, after)));

        var scale = (@new[1] - @new[0]) / (old[1] - old[0]);
        for (var i = 2; i < rows.Length; i++)
        {
            (@new[i] - @new[0]).ShouldBe(scale * (old[i] - old[0]), 1e-12);
        }
    }

    [Fact]
    public void WeightSet_WrongNumbers_AreAllNamed()
    {
        Factor[] factors = [new() { Id = "quality", Worst = 0, Best = 1 }, new() { Id = "cost", Worst = 1, Best = 0 }];

        var problems = Should.Throw<EvalConfigurationException>(
            () => WeightSet.Of(factors, new Dictionary<string, double> { ["qualty"] = 1, ["cost"] = -1 })).Problems;

        problems.Count.ShouldBe(3);
        problems[1].Hint!.ShouldContain("quality");
        Should.Throw<EvalConfigurationException>(() => WeightSet.Of(factors, new Dictionary<string, double> { ["quality"] = 0, ["cost"] = 0 }));
        Should.Throw<ArgumentException>(() => WeightSet.Of([0, 0]));
        Should.Throw<ArgumentException>(() => WeightSet.Of([1, double.NaN]));
        WeightSet.Of([2, 6]).With(0, 0.5).Values.ShouldBe([0.5, 0.5], 1e-12);
        Should.Throw<ArgumentException>(() => WeightSet.Of([1, 0]).With(0, 0.5));
    }
}
