namespace Eval.Core.Scoring.Overlap;

/// <summary>Rules of BLEU; the defaults are sacrebleu's for a corpus.</summary>
public sealed record BleuOptions
{
    /// <summary>The rules of the metric <c>bleu_corpus_13a</c>.</summary>
    public static BleuOptions Default { get; } = new();

    /// <summary>Longest n-gram. Default 4.</summary>
    public int Orders { get; init; } = Bleu.Orders;

    /// <summary>True where case does not matter. Default: it does.</summary>
    public bool Lowercase { get; init; }

    /// <summary>True where orders longer than the answers are left out; sacrebleu's default for single sentences.</summary>
    public bool EffectiveOrder { get; init; }

    /// <summary>What happens to an order without matches.</summary>
    public BleuSmoothing Smoothing { get; init; } = BleuSmoothing.Exponential;

    /// <summary>The value of floor (default 0.1) or add-k (default 1).</summary>
    public double? SmoothingValue { get; init; }
}

/// <summary>What happens to an order without matches.</summary>
public enum BleuSmoothing
{
    /// <summary>A half of a match, then a quarter, and so on.</summary>
    Exponential,

    /// <summary>A fixed fraction of a match.</summary>
    Floor,

    /// <summary>A constant is added to matches and totals of all orders but the first.</summary>
    AddK,

    /// <summary>Nothing: the score is 0.</summary>
    None,
}
