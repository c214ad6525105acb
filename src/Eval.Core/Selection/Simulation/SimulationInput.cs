using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Simulation;

/// <summary>Everything that a joint simulation takes into account.</summary>
public sealed record SimulationInput
{
    /// <summary>Candidates that passed the must-haves, factors, estimates and their errors.</summary>
    public required DecisionMatrix Matrix { get; init; }

    /// <summary>The weights that the point estimate uses.</summary>
    public required WeightSet Weights { get; init; }

    /// <summary>What is known about the weights; null: exactly <see cref="Weights"/>.</summary>
    public WeightBelief? Belief { get; init; }

    /// <summary>
    /// Scores by item. Where a candidate has them for a factor they replace the error of its evidence: the value varies about the matrix's estimate by what
    /// resampled means differ from the mean.
    /// </summary>
    public IReadOnlyList<ItemSet> Items { get; init; } = [];

    /// <summary>How far prices are open.</summary>
    public PriceUncertainty Prices { get; init; } = new();

    /// <summary>A method on anchored values; null: the weighted sum.</summary>
    public IAggregation? Method { get; init; }

    /// <summary>Draws at most.</summary>
    public const int MostDraws = 1_000_000;

    /// <summary>Draws, 100 to <see cref="MostDraws"/>. Default 10,000.</summary>
    public int Draws { get; init; } = 10_000;

    /// <summary>The seed. The result depends on it and on the input, never on the number of threads.</summary>
    public int Seed { get; init; } = 17;

    /// <summary>Threads at most; null: all cores.</summary>
    public int? Threads { get; init; }
}
