using Eval.Core.Selection;
using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Explanation;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Simulation;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection;

/// <summary>The whole way of a decision, from must-haves to the sentence of its page, on the oracle's five candidates.</summary>
public class WorkedExampleTests
{
    [SharedFact]
    public void Decision_FiveCandidates_NamesItsWinnerHowSureAndWhatWouldChangeIt()
    {
        var (all, weights) = (WithErrors(SelectionOracle.Matrix()), SelectionOracle.Weights());
        var mustHaves = MustHaveReport.Of(
            [new LimitRule("context", "context_tokens", LimitSide.AtLeast, 32_000), new LimitRule("safety", "safety", LimitSide.AtLeast, 0.89)],
            new() { Matrix = all });
        mustHaves.Removed.ShouldHaveSingleItem().Candidate.ShouldBe("E local-7b-old");
        mustHaves.Open.ShouldHaveSingleItem().Candidate.ShouldBe("D local-8b");

        var matrix = all.Keep(mustHaves.Kept);
        var ranking = Ranking.Of(matrix.Candidates, AggregationMethods.WeightedSum.Scores(matrix, weights));
        ranking.Names.ShouldBe(["B hosted-small", "A hosted-large", "C local-70b", "D local-8b"]);
        DisagreementPanel.Of(matrix, weights).Dissenting.Select(d => d.Winner).ShouldContain("A hosted-large");

        double[] low = [.. weights.Values.Select(w => w * 0.75)], high = [.. weights.Values.Select(w => w * 1.25)];
        var simulation = JointSimulation.Run(new()
        {
            Matrix = matrix,
            Weights = weights,
            Belief = new WeightRanges(low, high),
            Prices = new() { CostFactors = ["cost_per_1k_usd"], Ranges = matrix.Candidates.ToDictionary(c => c, _ => 0.2) },
        });
        simulation.Winner.ShouldBe("B hosted-small");
        simulation.RunnerUp.ShouldBe("A hosted-large");
        simulation.Ranks.First(1).ShouldBeInRange(0.8, 0.99);
        simulation.Ranks.First(3).ShouldBe(0);

        // The gap's own normal approximation tells nearly the same: nothing here comes near an anchor.
        var z = simulation.Gap / Math.Sqrt(simulation.GapVariance);
        simulation.Ranks.Beats[1][0].ShouldBe(MathNet.Numerics.Distributions.Normal.CDF(0, 1, z), 0.02);
        simulation.Causes.Select(c => c.Cause).ShouldBe([UncertaintyCause.Items, UncertaintyCause.Latency, UncertaintyCause.Price, UncertaintyCause.Weights], ignoreOrder: true);
        simulation.Causes.Single(c => c.Cause == UncertaintyCause.Items).Factors[0].Factor.ShouldBe("quality");
        var weightsBy = simulation.Causes.Single(c => c.Cause == UncertaintyCause.Weights).Factors.Select(f => f.Factor).ToList();
        weightsBy[0].ShouldBeOneOf("quality", "cost_per_1k_usd");

        var recommendation = Recommendation.Of(matrix, simulation);
        (recommendation.Kind, recommendation.Preferred).ShouldBe((RecommendationKind.Probable, "B hosted-small"));
        RequiredValue.Of(matrix, weights, simulation.RunnerUp!).Single(r => r.Factor == "cost_per_1k_usd").Raw!.Value.ShouldBe(4.57, 0.006);
    }

    private static DecisionMatrix WithErrors(DecisionMatrix matrix) => DecisionMatrix.Of(matrix.Factors, matrix.Candidates, matrix.Candidates
        .SelectMany((_, c) => matrix.Factors.Select((_, f) => matrix.At(c, f))).Select(e => e.Factor switch
        {
            "quality" or "safety" => e with { Interval = Wilson.Interval(e.Value!.Value * 500, 500), Count = 500, Source = FactorSource.Measured },
            "p95_latency_s" => e with { StandardError = 0.1 * e.Value!.Value, Cause = UncertaintyCause.Latency, Source = FactorSource.Measured },
            _ => e,
        }));
}
