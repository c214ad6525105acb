using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Explanation;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Pareto;
using Eval.Core.Selection.Simulation;
using Eval.Core.Selection.Stakeholders;
using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Profiles;

/// <summary>Which candidate to choose, how sure that is, and what would change it: a pure function of a profile, its evidence and a seed.</summary>
public sealed record Decision
{
    /// <summary>The profile.</summary>
    public required DecisionProfile Profile { get; init; }

    /// <summary>What is known of all candidates.</summary>
    public required ProfileEvidence Evidence { get; init; }

    /// <summary>The weights that it was made with: the profile's, or tried ones.</summary>
    public required WeightSet Weights { get; init; }

    /// <summary>The must-haves, candidate by candidate.</summary>
    public required MustHaveReport MustHaves { get; init; }

    /// <summary>The candidates that no must-have removes; null where there are none, or where nothing is known of any. Then all that follows is null or empty.</summary>
    public DecisionMatrix? Survivors { get; init; }

    /// <summary>Their scores.</summary>
    public IReadOnlyList<ScoreInterval> Scores { get; init; } = [];

    /// <summary>Their order by the middle of their scores.</summary>
    public Ranking? Ranking { get; init; }

    /// <summary>What the other methods would have said.</summary>
    public DisagreementPanel? Panel { get; init; }

    /// <summary>The joint simulation.</summary>
    public SimulationResult? Simulation { get; init; }

    /// <summary>What follows from it.</summary>
    public Recommendation? Recommendation { get; init; }

    /// <summary>Why the first scores above the second; null without a second.</summary>
    public Contributions? Why { get; init; }

    /// <summary>Weights at which the winner changes. Only the weighted sum has them.</summary>
    public IReadOnlyList<CriticalWeights> CriticalWeights { get; init; } = [];

    /// <summary>How much each weight matters.</summary>
    public IReadOnlyList<TornadoRow> Tornado { get; init; } = [];

    /// <summary>What the second would have to reach, factor by factor.</summary>
    public IReadOnlyList<RequiredValue> Required { get; init; } = [];

    /// <summary>Other people's weights; null where there are none.</summary>
    public StakeholderView? Stakeholders { get; init; }

    /// <summary>Cost against the score of everything else: who is dominated by whom. Null without a factor of cost, or where a value is missing.</summary>
    public ParetoFront? Front { get; init; }

    /// <summary>What the reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Decides.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="evidence">What is known.</param>
    /// <param name="weights">Weights to try in place of the profile's, or null.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="draws">Draws of the simulation, 100 or more.</param>
    public static Decision Of(DecisionProfile profile, ProfileEvidence evidence, WeightSet? weights = null, int seed = 17, int draws = 10_000)
    {
        var decision = new Decision
        {
            Profile = profile,
            Evidence = evidence,
            Weights = weights ?? profile.Weights,
            MustHaves = MustHaveReport.Of(profile.MustHaves, evidence.ForMustHaves),
            Notes = evidence.Notes,
        };
        var matrix = evidence.Matrix;
        var kept = decision.MustHaves.Kept;
        var isKnown = kept.Any(c => matrix.Factors.Select((_, f) => matrix.Value(matrix.CandidateAt(c), f)).Any(v => v is not null));
        return !isKnown ? decision : Weigh(decision, matrix.Keep(kept), seed, draws);
    }

    private static Decision Weigh(Decision decision, DecisionMatrix survivors, int seed, int draws)
    {
        var (profile, evidence, weights) = (decision.Profile, decision.Evidence, decision.Weights);
        var method = AggregationMethods.Find(profile.Method)!;
        var scores = ScoreInterval.Of(survivors, weights, method);
        var ranking = Selection.Ranking.Of(survivors.Candidates, [.. scores.Select(s => s.Middle)]);
        var simulation = JointSimulation.Run(new SimulationInput
        {
            Matrix = survivors,
            Weights = weights,
            // Tried weights are meant as they stand.
            Belief = ReferenceEquals(weights, profile.Weights) ? profile.Belief : null,
            Items = [.. evidence.Items.Select(i => Kept(i, evidence.Matrix, survivors)).OfType<ItemSet>()],
            Prices = new PriceUncertainty { CostFactors = evidence.CostFactors },
            Method = method,
            Seed = seed,
            Draws = draws,
        });
        string[] few = [.. simulation.Resamplings.Where(r => r.HasFewUnits).Select(r => $"{r.Items} ({r.Units})")];
        var (winner, second, isSum) = (ranking.Winner.Name, ranking.RunnerUp?.Name, method == AggregationMethods.WeightedSum);
        return decision with
        {
            Notes = few.Length == 0 ? decision.Notes : [.. decision.Notes, $"Few items: {string.Join(", ", few)}. Of fewer than 30, probabilities are surer than they should be."],
            Survivors = survivors,
            Scores = scores,
            Ranking = ranking,
            Panel = DisagreementPanel.Of(survivors, weights, method),
            Simulation = simulation,
            Recommendation = Explanation.Recommendation.Of(survivors, simulation, new DecisionRule { CostFactor = evidence.CostFactors.Count > 0 ? evidence.CostFactors[0] : null }),
            Why = isSum && second is not null ? Contributions.Of(survivors, weights, winner, second) : null,
            CriticalWeights = isSum && second is not null ? Explanation.CriticalWeights.Of(survivors, weights) : [],
            Tornado = isSum && second is not null ? Explanation.Tornado.Of(survivors, weights) : [],
            Required = isSum && second is not null ? RequiredValue.Of(survivors, weights, second) : [],
            Stakeholders = profile.Stakeholders.Count == 0 ? null : StakeholderView.Of(survivors, [weights, .. profile.Stakeholders], method),
            Front = FrontOf(survivors, weights, evidence.CostFactors),
        };
    }

    private static ItemSet? Kept(ItemSet items, DecisionMatrix all, DecisionMatrix survivors)
    {
        int[] places = [.. survivors.Candidates.Select(all.CandidateAt)];
        ItemColumn[] columns = [.. items.Columns.Select(c => c with { Scores = [.. places.Select(p => c.Scores[p])] }).Where(c => c.Scores.Any(s => s is not null))];
        return columns.Length == 0 ? null : items with { Columns = columns };
    }

    // Cost is compared with what the money buys: the score of all other factors by their own weights.
    private static ParetoFront? FrontOf(DecisionMatrix matrix, WeightSet weights, IReadOnlyList<string> costs)
    {
        if (costs.Count == 0 || !matrix.IsComplete)
        {
            return null;
        }

        var column = matrix.FactorAt(costs[0]);
        int[] others = [.. Enumerable.Range(0, matrix.Factors.Count).Where(f => !costs.Contains(matrix.Factors[f].Id))];
        var sum = others.Sum(f => weights[f]);
        return sum <= 0 ? null : ParetoFront.Of(
            [.. matrix.Candidates.Select((name, c) => new ParetoPoint(name, [matrix.Raw(c, column)!.Value, others.Sum(f => weights[f] * matrix.Value(c, f)!.Value) / sum]))],
            [Direction.Minimise, Direction.Maximise]);
    }
}
