using Eval.Core.Selection;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Explanation;
using Eval.Core.Selection.Simulation;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Explanation;

public class ExplanationTests
{
    [SharedFact]
    public void Contributions_WinnerAndRunnerUp_AreTheOraclesAndAddUp()
    {
        var (matrix, weights, expected) = (SelectionOracle.SurvivorMatrix(), SelectionOracle.Weights(), SelectionOracle.Expected("explanation", "winner-vs-runner-up"));
        var scores = AggregationMethods.WeightedSum.Scores(matrix, weights);
        var ranking = Ranking.Of(matrix.Candidates, scores);

        matrix.Candidates.Zip(scores).ShouldMatch(expected.GetProperty("scores"));
        ranking.Names.ShouldBe(expected.GetProperty("ranking").Names());
        var contributions = Contributions.Of(matrix, weights, ranking.Winner.Name, ranking.RunnerUp!.Name);
        contributions.Gap.ShouldMatch(expected.GetProperty("gap"));
        contributions.Rows.Sum(r => r.Amount).ShouldMatch(expected.GetProperty("sum_of_contributions"));
        contributions.Rows.Select(r => (r.Factor, r.Amount)).ShouldMatch(expected.GetProperty("contributions"));
        contributions.For.Select(r => r.Factor).ShouldBe(expected.GetProperty("for_winner").Names(), ignoreOrder: true);
        contributions.Against.Select(r => r.Factor).ShouldBe(expected.GetProperty("against_winner").Names(), ignoreOrder: true);
    }

    [SharedFact]
    public void Contributions_PairTheOtherWayRound_AreTheOracles()
    {
        var expected = SelectionOracle.Expected("explanation", "pairwise-A-vs-B");
        var contributions = Contributions.Of(SelectionOracle.SurvivorMatrix(), SelectionOracle.Weights(), "A hosted-large", "B hosted-small");

        contributions.Gap.ShouldMatch(expected.GetProperty("gap"));
        contributions.Rows.Select(r => (r.Factor, r.Amount)).ShouldMatch(expected.GetProperty("contributions"));
    }

    [SharedFact]
    public void Tornado_TwentyPercent_IsTheOracles()
    {
        var expected = SelectionOracle.Expected("explanation", "tornado-20-percent").GetProperty("tornado");
        var rows = Tornado.Of(SelectionOracle.SurvivorMatrix(), SelectionOracle.Weights());

        rows.Select(r => (r.Factor, r.Swing)).ShouldMatch(System.Text.Json.JsonSerializer.SerializeToElement(
            expected.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetProperty("swing").GetDouble())));
        foreach (var row in rows)
        {
            foreach (var (end, name) in ((TornadoEnd, string)[])[(row.Low, "low"), (row.High, "high")])
            {
                end.Gap.ShouldMatch(expected.GetProperty(row.Factor).GetProperty(name).GetProperty("gap"));
                end.Winner.ShouldBe(expected.GetProperty(row.Factor).GetProperty(name).GetProperty("winner").GetString());
            }
        }
    }

    [SharedFact]
    public void CriticalWeights_WorkedExample_AreThoseOfTheReport()
    {
        // Section 4.7: quality above 0.500, cost below 0.136, latency below 0.004, context above 0.300, safety above 0.405.
        var rows = CriticalWeights.Of(SelectionOracle.SurvivorMatrix(), SelectionOracle.Weights()).ToDictionary(r => r.Factor);

        rows["quality"].Above!.Weight.ShouldBe(0.500, 0.0006);
        rows["cost_per_1k_usd"].Below!.Weight.ShouldBe(0.136, 0.0006);
        rows["p95_latency_s"].Below!.Weight.ShouldBe(0.004, 0.0006);
        rows["context_tokens"].Above!.Weight.ShouldBe(0.300, 0.0006);
        rows["safety"].Above!.Weight.ShouldBe(0.405, 0.0006);
        rows.Values.SelectMany(r => (CriticalWeight?[])[r.Below, r.Above]).OfType<CriticalWeight>().Select(c => c.Winner).ShouldContain("A hosted-large");
        rows["quality"].Below.ShouldBeNull();
    }

    [Fact]
    public void CriticalWeights_WeightMovedPast_ChangesTheWinnerExactlyAsPredicted()
    {
        var random = SeededRandom.For(8, "critical");
        var (found, none) = (0, 0);
        for (var round = 0; round < TestRounds.Of(1000); round++)
        {
            var (matrix, weights) = Decisions.Random(random, 2 + random.Next(6), 2 + random.Next(4));
            string Winner(int factor, double weight)
            {
                var scores = AggregationMethods.WeightedSum.Scores(matrix, weights.With(factor, weight));
                return Ranking.Of(matrix.Candidates, scores).Winner.Name;
            }

            var winner = Ranking.Of(matrix.Candidates, AggregationMethods.WeightedSum.Scores(matrix, weights)).Winner.Name;
            foreach (var (row, f) in CriticalWeights.Of(matrix, weights).Select((r, f) => (r, f)))
            {
                const double Step = 1e-7;
                if (row.Above is { } above && above.Weight < 1 - Step)
                {
                    Winner(f, Math.Max(row.Weight, above.Weight - Step)).ShouldBe(winner);
                    Winner(f, above.Weight + Step).ShouldBe(above.Winner);
                    found++;
                }
                else if (row.Above is null)
                {
                    Winner(f, 1 - Step).ShouldBe(winner);
                    none++;
                }

                if (row.Below is { } below && below.Weight > Step)
                {
                    Winner(f, Math.Min(row.Weight, below.Weight + Step)).ShouldBe(winner);
                    Winner(f, below.Weight - Step).ShouldBe(below.Winner);
                    found++;
                }
                else if (row.Below is null)
                {
                    Winner(f, Step).ShouldBe(winner);
                    none++;
                }
            }
        }

        found.ShouldBeGreaterThan(50);
        none.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void CriticalWeights_AllTheWeightOnOne_HasNone()
    {
        var rows = CriticalWeights.Of(Decisions.Unit(("a", [0.9, 0.1]), ("b", [0.2, 0.9])), Decisions.Weights(1, 0));

        (rows[0].Below, rows[0].Above).ShouldBe((null, null));
        rows[1].Above!.Weight.ShouldBe(0.7 / 1.5, 1e-12);
        Tornado.Of(Decisions.Unit(("a", [0.9, 0.1]), ("b", [0.2, 0.9])), Decisions.Weights(1, 0)).Count.ShouldBe(1);
    }

    [Fact]
    public void CriticalWeights_TieNow_IsLostAtOnceOnOneSide()
    {
        // Both score 0.5; "a" is first by name. More weight on f0 gives it to "b", less keeps it with "a".
        var rows = CriticalWeights.Of(Decisions.Unit(("a", [0.2, 0.8]), ("b", [0.8, 0.2])), Decisions.Weights(1, 1));

        rows[0].Above.ShouldBe(new CriticalWeight(0.5, "b"));
        rows[0].Below.ShouldBeNull();
        rows[1].Below.ShouldBe(new CriticalWeight(0.5, "b"));
        rows[1].Above.ShouldBeNull();
    }

    [Fact]
    public void OneCandidate_Everything_StandsByItself()
    {
        var (matrix, weights) = (Decisions.Unit(("only", [0.2, 0.8])), Decisions.Weights(1, 1));

        CriticalWeights.Of(matrix, weights).ShouldAllBe(r => r.Above == null && r.Below == null);
        RequiredValue.Of(matrix, weights, "only").Select(r => r.Raw!.Value).ShouldBe([0.2, 0.8]);
        DisagreementPanel.Of(matrix, weights).Dissenting.ShouldBeEmpty();
        var simulation = JointSimulation.Run(new() { Matrix = matrix, Weights = weights, Draws = 100 });
        (simulation.RunnerUp, simulation.Gap, simulation.ItemsNeeded(0.9)).ShouldBe((null, 0, 0));
        Recommendation.Of(matrix, simulation).ShouldSatisfyAllConditions(r => r.First.ShouldBe(1), r => r.Kind.ShouldBe(RecommendationKind.Probable));
    }

    [Fact]
    public void Contributions_AnyPair_AddUpToTheGapOfTheScores()
    {
        var random = SeededRandom.For(9, "contributions");
        for (var round = 0; round < TestRounds.Of(1000); round++)
        {
            var (matrix, weights) = Decisions.Random(random, 2, 1 + random.Next(8));
            var scores = AggregationMethods.WeightedSum.Scores(matrix, weights);
            var contributions = Contributions.Of(matrix, weights, "c00", "c01");
            contributions.Rows.Sum(r => r.Amount).ShouldBe(scores[0] - scores[1], 1e-12);
            contributions.Gap.ShouldBe(scores[0] - scores[1], 1e-12);
        }
    }

    [SharedFact]
    public void RequiredValue_RunnerUp_IsThatOfTheReport()
    {
        // Section 4.7: quality 0.940, 4.57 USD per 1k or p95 1.86 s; context or safety alone can never do it.
        var rows = RequiredValue.Of(SelectionOracle.SurvivorMatrix(), SelectionOracle.Weights(), "A hosted-large").ToDictionary(r => r.Factor);

        rows["quality"].Raw!.Value.ShouldBe(0.940, 0.0006);
        rows["cost_per_1k_usd"].Raw!.Value.ShouldBe(4.57, 0.006);
        rows["cost_per_1k_usd"].Current.ShouldBe(12);
        rows["p95_latency_s"].Raw!.Value.ShouldBe(1.86, 0.006);
        rows["context_tokens"].IsPossible.ShouldBeFalse();
        rows["safety"].IsPossible.ShouldBeFalse();
    }

    [SharedFact]
    public void RequiredValue_PutIn_DrawsLevelAndBeyondItWins()
    {
        var (matrix, weights) = (SelectionOracle.SurvivorMatrix(), SelectionOracle.Weights());
        foreach (var required in RequiredValue.Of(matrix, weights, "A hosted-large").Where(r => r.IsPossible))
        {
            string Winner(double raw)
            {
                var changed = DecisionMatrix.Of(matrix.Factors, matrix.Candidates, matrix.Candidates.SelectMany((_, c) => matrix.Factors.Select((_, f) => matrix.At(c, f)))
                    .Select(e => (e.Candidate, e.Factor) == (required.Candidate, required.Factor) ? e with { Value = raw } : e));
                return Ranking.Of(changed.Candidates, AggregationMethods.WeightedSum.Scores(changed, weights)).Winner.Name;
            }

            var better = matrix.Factors[matrix.FactorAt(required.Factor)].MoreIsBetter ? 1.0001 : 0.9999;
            Winner(required.Raw!.Value * better).ShouldBe("A hosted-large");
            Winner(required.Raw.Value / better).ShouldBe("B hosted-small");
        }
    }
}
