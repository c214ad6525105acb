namespace Eval.Core.Ratings;

/// <summary>One comparison of two models' answers to one prompt.</summary>
/// <param name="A">Place of the model whose answer was shown first in <see cref="IBattles.Models"/>, from 0.</param>
/// <param name="B">Place of the other model; never <paramref name="A"/>.</param>
/// <param name="Outcome">How it ended.</param>
public readonly record struct Battle(int A, int B, BattleOutcome Outcome)
{
    /// <summary>The group of dependent battles (one prompt, judge or swap pair) that it belongs to, from 0; −1 where it stands alone. Default −1.</summary>
    public int Cluster { get; init; } = -1;

    /// <summary>How much it counts, above 0: for example one over the probability with which its pair was chosen. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>1 where A won, 0 where B did, else ½.</summary>
    public double Score => Outcome switch
    {
        BattleOutcome.AWins => 1,
        BattleOutcome.BWins => 0,
        _ => 0.5,
    };
}
