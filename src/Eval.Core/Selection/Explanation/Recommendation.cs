using Eval.Core.Selection.Simulation;

namespace Eval.Core.Selection.Explanation;

/// <summary>The rule by which a simulation becomes a recommendation; written down before.</summary>
public sealed record DecisionRule
{
    /// <summary>P(rank 1) from which the leader is recommended, above 0.5 and up to 1. Default 0.8.</summary>
    public double MinFirst { get; init; } = 0.8;

    /// <summary>Expected regret of the leader, in score points of 0 to 1, up to which it is recommended whatever its P(rank 1). Default 0.01; 0 turns this off.</summary>
    public double MaxRegret { get; init; } = 0.01;

    /// <summary>Id of the factor that says who of a tie is the cheaper one, or null.</summary>
    public string? CostFactor { get; init; }
}

/// <summary>What follows from a simulation by the rule.</summary>
public enum RecommendationKind
{
    /// <summary>The leader is probable enough.</summary>
    Probable,

    /// <summary>The leader may well not be the best, but little is lost by it.</summary>
    LittleRegret,

    /// <summary>Several cannot be told apart; the cheapest of them is preferred.</summary>
    Tie,
}

/// <summary>The recommendation and the numbers of its sentence.</summary>
/// <param name="Kind">Which way it came about.</param>
/// <param name="Leader">The candidate most likely first.</param>
/// <param name="First">Its P(rank 1).</param>
/// <param name="ExpectedRegret">Mean over the draws of the best score − its score.</param>
/// <param name="Tied">
/// The candidates of a tie, the likeliest first: the fewest whose P(rank 1) together reach the rule's; the leader alone otherwise.
/// </param>
/// <param name="Preferred">Who is to be chosen: the leader, or of a tie the cheapest (the leader where no costs are known).</param>
public sealed record Recommendation(RecommendationKind Kind, string Leader, double First, double ExpectedRegret, IReadOnlyList<string> Tied, string Preferred)
{
    /// <summary>Applies the rule.</summary>
    /// <param name="matrix">The matrix that was simulated.</param>
    /// <param name="simulation">The simulation.</param>
    /// <param name="rule">The rule; null: its defaults.</param>
    public static Recommendation Of(DecisionMatrix matrix, SimulationResult simulation, DecisionRule? rule = null)
    {
        rule ??= new();
        var ranks = simulation.Ranks;
        var leader = ranks.MostLikelyFirst;
        var (name, first, regret) = (ranks.Candidates[leader], ranks.First(leader), simulation.ExpectedRegrets[leader]);
        if (first >= rule.MinFirst || regret <= rule.MaxRegret)
        {
            return new(first >= rule.MinFirst ? RecommendationKind.Probable : RecommendationKind.LittleRegret, name, first, regret, [name], name);
        }

        var (tied, sum) = (new List<int>(), 0.0);
        foreach (var candidate in Enumerable.Range(0, ranks.Candidates.Count).OrderByDescending(ranks.First).ThenBy(c => ranks.Candidates[c], StringComparer.Ordinal))
        {
            tied.Add(candidate);
            if ((sum += ranks.First(candidate)) >= rule.MinFirst)
            {
                break;
            }
        }

        var preferred = leader;
        if (rule.CostFactor is { } cost && matrix.FactorAt(cost) is var column && tied.All(c => matrix.Raw(c, column) is not null))
        {
            preferred = tied.MinBy(c => (matrix.Factors[column].MoreIsBetter ? -1 : 1) * matrix.Raw(c, column)!.Value);
        }

        return new(RecommendationKind.Tie, name, first, regret, [.. tied.Select(c => ranks.Candidates[c])], ranks.Candidates[preferred]);
    }
}
