namespace Eval.Core.Costs.Hosted;

/// <summary>What a prompt cache costs against none: writing a prefix is often dearer than reading it plain, reading it again cheaper.</summary>
/// <param name="Write">Price of a written token as a multiple of the input price, such as 1.25.</param>
/// <param name="Read">Price of a token read from the cache as a multiple of the input price, such as 0.1.</param>
public readonly record struct PromptCaching(decimal Write, decimal Read)
{
    /// <summary>
    /// What a prefix costs for each of its uses, as a multiple of reading it plain: <c>(write + read·(n − 1)) / n</c>.
    /// </summary>
    /// <param name="uses">How often it is sent before the cache forgets it, 1 or more.</param>
    public decimal Average(long uses)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(uses, 1);
        return (Write + (Read * (uses - 1))) / uses;
    }

    /// <summary>The number of uses above which caching is cheaper, <c>(write − read) / (1 − read)</c>; null where it never is.</summary>
    public decimal? Threshold => Read < 1 ? (Write - Read) / (1 - Read) : null;

    /// <summary>The first number of uses at which caching is cheaper than none, or null where it never is.</summary>
    public long? FirstPayingUse => Threshold is { } threshold && threshold < long.MaxValue ? Math.Max(1, (long)Math.Floor(threshold) + 1) : null;
}
