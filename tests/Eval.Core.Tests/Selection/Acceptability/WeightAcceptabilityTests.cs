using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Weights;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Acceptability;

public class WeightAcceptabilityTests
{
    [SharedFact]
    public void Of_TwoFactors_IsExactlyTheOracles()
    {
        var expected = SelectionOracle.Expected("smaa", "two-criteria-exact");
        var rows = SelectionOracle.Inputs("smaa", "two-criteria-exact").GetProperty("values").EnumerateObject()
            .Select(r => (r.Name, Values: r.Value.EnumerateArray().Select(v => v.GetDouble()).ToArray())).ToArray();
        var result = WeightAcceptability.Of(Decisions.Unit(rows), new UnknownWeights(2), 1);

        result.Draws.ShouldBe(0);
        TwoFactors.BreakPoints([.. rows.Select(r => r.Values)], new(0, 1)).ShouldMatch(expected.GetProperty("break_points"));
        for (var c = 0; c < rows.Length; c++)
        {
            result.Ranks.Ranks[c].ShouldMatch(expected.GetProperty("rank_acceptability").GetProperty(rows[c].Name));
            result.CentralWeights[c]![0].ShouldMatch(expected.GetProperty("central_weight_first").GetProperty(rows[c].Name));
        }
    }

    [SharedFact]
    public void Of_WorkedExampleUnknownWeights_LandsInsideTheOraclesTolerance()
    {
        var expected = SelectionOracle.Expected("smaa", "worked-example-uniform");
        var tolerance = SelectionOracle.Case("smaa", "worked-example-uniform").GetProperty("abs_tol").GetDouble();
        var matrix = SelectionOracle.SurvivorMatrix();
        var result = WeightAcceptability.Of(matrix, new UnknownWeights(5), 17, 100_000);

        for (var c = 0; c < 4; c++)
        {
            foreach (var (rank, p) in expected.GetProperty("rank_acceptability").GetProperty(matrix.Candidates[c]).EnumerateArray().Select(e => e.GetDouble()).Index())
            {
                result.Ranks.Ranks[c][rank].ShouldBe(p, tolerance);
            }
        }

        result.CentralWeights[2].ShouldBeNull();
        result.CentralWeights[1]!.Sum().ShouldBe(1, 1e-9);
        result.Ranks.AtMost(0, 2).ShouldBe(result.Ranks.Ranks[0][0] + result.Ranks.Ranks[0][1], 1e-12);

        // Section 4.6: with the order of the example's weights B is first in 82.5 %, A in 17.5 %.
        var ordered = WeightAcceptability.Of(matrix, new OrderedWeights([1, 2, 4, 5, 3]), 17, 40_000);
        ordered.Ranks.First(0).ShouldBe(0.175, 0.008);
        ordered.Ranks.First(1).ShouldBe(0.825, 0.008);
    }

    [Fact]
    public void Of_DrawsOfTwoFactors_AgreeWithTheExactResult()
    {
        var matrix = Decisions.Unit(("p", [1, 0]), ("q", [0.7, 0.5]), ("r", [0, 1]), ("same", [0, 1]));
        foreach (WeightBelief belief in (WeightBelief[])[new UnknownWeights(2), new OrderedWeights([2, 1]), new WeightRanges([0.3, 0.2], [0.7, 0.9])])
        {
            var exact = WeightAcceptability.Of(matrix, belief, 3);

            // Two factors are always exact: the draws are made by hand.
            var scores = new double[4 * 20_000];
            var weights = new double[2];
            for (var draw = 0; draw < 20_000; draw++)
            {
                belief.Draw(new SeededRandom((ulong)draw), weights);
                for (var c = 0; c < 4; c++)
                {
                    scores[(draw * 4) + c] = (weights[0] * matrix.Value(c, 0)!.Value) + (weights[1] * matrix.Value(c, 1)!.Value);
                }
            }

            var drawn = RankAcceptability.Of(matrix.Candidates, scores, 20_000);
            for (var c = 0; c < 4; c++)
            {
                for (var r = 0; r < 4; r++)
                {
                    drawn.Ranks[c][r].ShouldBe(exact.Ranks.Ranks[c][r], 0.02);
                    drawn.Beats[c][r].ShouldBe(exact.Ranks.Beats[c][r], 0.02);
                }

                exact.Ranks.Ranks[c].Sum().ShouldBe(1, 1e-12);
            }

            exact.Ranks.Ranks[2].ShouldBe(exact.Ranks.Ranks[3]);
            exact.Ranks.Beats[2][3].ShouldBe(0.5, 1e-12);
        }
    }

    [Fact]
    public void OrderedWeights_Draws_KeepTheOrderAndHaveTheCentroidAsMean()
    {
        var (random, drawn, sums) = (new SeededRandom(1), new double[4], new double[4]);
        var belief = new OrderedWeights([3, 1, 4, 2]);
        for (var i = 0; i < 20_000; i++)
        {
            belief.Draw(random, drawn);
            drawn.Sum().ShouldBe(1, 1e-12);
            (drawn[1] >= drawn[3] && drawn[3] >= drawn[0] && drawn[0] >= drawn[2]).ShouldBeTrue();
            for (var f = 0; f < 4; f++)
            {
                sums[f] += drawn[f] / 20_000;
            }
        }

        var centroid = RankWeights.OrderCentroid(4);
        sums.ShouldBe([centroid[2], centroid[0], centroid[3], centroid[1]], 0.005);
    }

    [Fact]
    public void OrderedWeights_EqualPlaces_AreFreeAmongThemselves()
    {
        var (random, drawn, first, sums) = (new SeededRandom(2), new double[3], 0, new double[3]);
        var belief = new OrderedWeights([1, 2, 2]);
        for (var i = 0; i < 20_000; i++)
        {
            belief.Draw(random, drawn);
            (drawn[0] >= drawn[1] && drawn[0] >= drawn[2]).ShouldBeTrue();
            first += drawn[1] > drawn[2] ? 1 : 0;
            sums[0] += drawn[0] / 20_000;
        }

        (first / 20_000.0).ShouldBe(0.5, 0.02);
        sums[0].ShouldBe(RankWeights.OrderCentroid(3)[0], 0.01);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.05, 0.4)]
    [InlineData(0.19, 0.21)]
    public void WeightRanges_Draws_StayInsideWithTheirSumOne(double low, double high)
    {
        var belief = new WeightRanges([low, low, low, low, low], [high, high, high, high, high]);
        var (random, drawn, sums, outside) = (new SeededRandom(3), new double[5], new double[5], 0);
        for (var i = 0; i < 10_000; i++)
        {
            belief.Draw(random, drawn);
            outside += drawn.All(w => w >= low - 1e-9 && w <= high + 1e-9) && Math.Abs(drawn.Sum() - 1) < 1e-9 ? 0 : 1;
            for (var f = 0; f < 5; f++)
            {
                sums[f] += drawn[f] / 10_000;
            }
        }

        outside.ShouldBe(0);
        sums.ShouldAllBe(s => Math.Abs(s - 0.2) < 0.01);
    }

    [Fact]
    public void WeightRanges_WhereRejectionFails_TheWalkStaysInside()
    {
        // Half of twenty wide, half narrow, with the sum near its least: hardly any blind try hits.
        double[] low = [.. Enumerable.Range(0, 20).Select(i => i < 10 ? 0.0 : 0.08)];
        double[] high = [.. Enumerable.Range(0, 20).Select(i => i < 10 ? 0.021 : 0.9)];
        var (random, drawn) = (new SeededRandom(4), new double[20]);
        var belief = new WeightRanges(low, high);
        for (var i = 0; i < 300; i++)
        {
            belief.Draw(random, drawn);
            drawn.Sum().ShouldBe(1, 1e-9);
            drawn.Select((w, f) => w >= low[f] - 1e-9 && w <= high[f] + 1e-9).ShouldAllBe(inside => inside);
        }

        Should.Throw<ArgumentException>(() => new WeightRanges([0.6, 0.6], [0.7, 0.7]));
        Should.Throw<ArgumentException>(() => new WeightRanges([0.1, 0.1], [0.2, 0.2]));
        Should.Throw<ArgumentException>(() => new WeightRanges([0.5, 0.1], [0.4, 0.9]));
    }

    [Fact]
    public void Of_PointWeights_IsCertain()
    {
        var result = WeightAcceptability.Of(Decisions.Unit(("a", [0.9, 0.1]), ("b", [0.2, 0.3])), new PointWeights(Decisions.Weights(1, 1)), 1, 200);

        result.Ranks.First(0).ShouldBe(1);
        result.Ranks.ExpectedRank(1).ShouldBe(2);
        result.CentralWeights[0].ShouldBe([0.5, 0.5]);
        result.CentralWeights[1].ShouldBeNull();
        Should.Throw<ArgumentException>(() => WeightAcceptability.Of(Decisions.Unit(("a", [0.9, 0.1])), new UnknownWeights(2), 1, 200, AggregationMethods.Find("topsis")));
    }

    [Fact]
    public void Of_MissingValue_IsUniform()
    {
        // a beats b where its missing value is above 0.25.
        var result = WeightAcceptability.Of(Decisions.Unit(("a", [0.5, double.NaN]), ("b", [0.5, 0.25])), new PointWeights(Decisions.Weights(1, 1)), 5, 20_000);

        result.Ranks.First(0).ShouldBe(0.75, 0.012);
    }
}
