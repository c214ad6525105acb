namespace Eval.Core.Costs;

/// <summary>A price of dollars for a million units (tokens or characters): how providers state it.</summary>
/// <param name="Usd">Dollars for a million.</param>
public readonly record struct PerMillion(decimal Usd)
{
    /// <summary>A price stated for a thousand units.</summary>
    public static PerMillion FromPerThousand(decimal usd) => new(usd * 1000);

    /// <summary>A price stated for a single unit.</summary>
    public static PerMillion FromPerUnit(decimal usd) => new(usd * 1_000_000);

    /// <summary>What some units cost.</summary>
    /// <param name="count">Units, 0 or more.</param>
    public Money For(long count) => new(Usd * count / 1_000_000m);
}
