using System.Runtime.CompilerServices;

namespace Eval.Core.Ratings.Fitting;

/// <summary>Four numbers, one for each <see cref="BattleOutcome"/>.</summary>
[InlineArray(4)]
internal struct PerOutcome
{
    private double _first;

    public double this[BattleOutcome outcome]
    {
        readonly get => this[(int)outcome];
        set => this[(int)outcome] = value;
    }
}

/// <summary>All battles of one ordered pair: A was shown first. Numbers are doubles, which count exactly to 9·10¹⁵.</summary>
internal struct BattleCell(int a, int b)
{
    public readonly int A => a;

    public readonly int B => b;

    /// <summary>Battles by outcome, those left out too.</summary>
    public PerOutcome Counts;

    /// <summary>Weights that the ratings are estimated from; "both bad" is empty: it is in the ties, or left out.</summary>
    public PerOutcome Weights;

    /// <summary>Squares of the weights of battles that stand alone: what robust errors need of them.</summary>
    public PerOutcome LoneSquares;

    /// <summary>How many of the battles that count stand alone.</summary>
    public double Lone;

    public readonly double Weight => Weights[0] + Weights[1] + Weights[2];

    public readonly double Battles => Counts[0] + Counts[1] + Counts[2] + Counts[3];
}
