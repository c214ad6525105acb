using Eval.Core.Selection;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Weights;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Aggregation;

public class RankStabilityTests
{
    [Theory]
    [InlineData("weighted-sum")]
    [InlineData("weighted-product")]
    public void AddingAnyCandidate_AnchoredMethods_NeverReordersTheOthers(string id)
    {
        var random = SeededRandom.For(5, id);
        for (var round = 0; round < TestRounds.Of(3000); round++)
        {
            // Raw values reach beyond the anchors, newcomers far beyond.
            Factor[] factors =
            [
                .. Enumerable.Range(0, 1 + random.Next(6)).Select(f => random.Next(2) == 0
                    ? new Factor { Id = $"f{f}", Worst = 2 - random.Next(2), Best = 1.5 }
                    : new Factor { Id = $"f{f}", Worst = 10, Best = 0.5, Scale = FactorScale.Logarithmic }),
            ];
            var weights = WeightSet.Of([.. factors.Select(_ => random.NextDouble() + 1e-3)]);
            string[] names = [.. Enumerable.Range(0, 2 + random.Next(6)).Select(c => $"c{c}"), "new"];
            var evidence = names.SelectMany(n => factors.Select(f => new Evidence
            {
                Candidate = n,
                Factor = f.Id,
                Value = (n == "new" ? Math.Exp(10 * (random.NextDouble() - 0.5)) : 0.4) + (2 * random.NextDouble()),
            })).ToList();

            var method = AggregationMethods.Find(id)!;
            IReadOnlyList<string> Order(IReadOnlyList<string> field)
            {
                var matrix = DecisionMatrix.Of(factors, field, evidence);
                return Ranking.Of(matrix.Candidates, method.Scores(matrix, weights)).Names;
            }

            Order(names).Where(n => n != "new").ShouldBe(Order(names[..^1]), $"round {round}");
        }
    }

    [SharedTheory]
    [InlineData("min-max", "min_max")]
    [InlineData("linear-max", "linear_max")]
    [InlineData("linear-sum", "linear_sum")]
    [InlineData("vector", "vector")]
    [InlineData("topsis", "topsis")]
    [InlineData("promethee-ii", "promethee_ii")]
    [InlineData("weighted-sum", "anchored")]
    [InlineData("weighted-product", "weighted_product_anchored")]
    public void AddingADominatedCandidate_EachMethod_IsAsStableAsTheOracleSays(string id, string key)
    {
        var stable = SelectionOracle.Expected("rank-reversal", "property-dominated-newcomer").GetProperty(key).GetBoolean();
        var random = SeededRandom.For(6, "dominated");
        var (method, reversals) = (AggregationMethods.Find(id)!, 0);
        Factor[] factors = [new() { Id = "quality", Worst = 0, Best = 1, Preference = 0.4 }, new() { Id = "cost", Worst = 20, Best = 0.1, Preference = 8 }];
        var weights = WeightSet.Of([0.55, 0.45]);
        for (var round = 0; round < 3000; round++)
        {
            double[][] rows = [.. Enumerable.Range(0, 3).Select(_ => (double[])[0.5 + (0.5 * random.NextDouble()), 1 + (15 * random.NextDouble())])];
            rows[2] = [rows[1][0] * (0.3 + (0.7 * random.NextDouble())), rows[1][1] * (1 + (0.5 * random.NextDouble()))];
            var all = DecisionMatrix.Of(factors, ["X", "Y", "Z"], rows.SelectMany((r, c) => r.Select((v, f) => new Evidence { Candidate = "XYZ"[c].ToString(), Factor = factors[f].Id, Value = v })));
            var (with, without) = (method.Scores(all, weights), method.Scores(all.Keep(["X", "Y"]), weights));
            reversals += Math.Sign(with[0] - with[1]) != Math.Sign(without[0] - without[1]) ? 1 : 0;
        }

        (reversals == 0).ShouldBe(stable, $"{reversals} reversals");
        if (!method.IsFieldRelative)
        {
            reversals.ShouldBe(0);
        }
    }
}
