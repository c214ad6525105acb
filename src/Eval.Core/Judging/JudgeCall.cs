using Eval.Core.Models;

namespace Eval.Core.Judging;

/// <summary>Who judges, and how it is asked.</summary>
/// <param name="Model">The judge, open.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record JudgeCall(IModelSession Model, int Seed)
{
    /// <summary>Replies that may be asked for until one can be read, 1 or more. Default 3. Each is stored.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Tokens that a reply may have. Default 1024.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>Sampling temperature. Default 0.</summary>
    public double Temperature { get; init; }

    /// <summary>In which orders two answers are shown.</summary>
    public SwapPolicy Swap { get; init; } = SwapPolicy.BothTie;

    /// <summary>Another judge for the third call of <see cref="SwapPolicy.BothThird"/>, or null for the same one.</summary>
    public IModelSession? Third { get; init; }

    /// <summary>Least probability that must lie on the scale for a score from probabilities, from 0 to 1. Default 0.9.</summary>
    public double MassFloor { get; init; } = 0.9;

    /// <summary>False where a reply must not ask for a structured form (JSON schema, grammar) even where the judge has it. Default true.</summary>
    public bool Structured { get; init; } = true;

    /// <summary>
    /// True (the default) where a judge that gives one of five labels writes its own answer first, as arena-hard has it; false for creative tasks,
    /// where no answer is the right one.
    /// </summary>
    public bool OwnAnswer { get; init; } = true;
}

/// <summary>In which orders two answers are shown to a judge.</summary>
public enum SwapPolicy
{
    /// <summary>Both orders; where they disagree, a tie that is marked as a disagreement. The default.</summary>
    BothTie,

    /// <summary>Both orders, half a point each.</summary>
    BothHalf,

    /// <summary>Both orders; where they disagree a third call decides.</summary>
    BothThird,

    /// <summary>One order, drawn from the seed and the sample's id.</summary>
    Random,
}
