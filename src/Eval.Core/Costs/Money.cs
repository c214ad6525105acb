namespace Eval.Core.Costs;

/// <summary>An amount of US dollars, exact: sums of a million calls keep every digit.</summary>
/// <param name="Usd">Dollars; negative amounts are differences.</param>
public readonly record struct Money(decimal Usd) : IComparable<Money>
{
    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    /// <summary>Millionths of a dollar, as results store them, rounded half to even.</summary>
    public long MicroUsd => (long)decimal.Round(Usd * 1_000_000m, MidpointRounding.ToEven);

    /// <summary>An amount from millionths of a dollar.</summary>
    public static Money FromMicroUsd(long microUsd) => new(microUsd / 1_000_000m);

    /// <summary>The sum of two amounts.</summary>
    public static Money operator +(Money left, Money right) => new(left.Usd + right.Usd);

    /// <summary>The difference of two amounts.</summary>
    public static Money operator -(Money left, Money right) => new(left.Usd - right.Usd);

    /// <summary>An amount several times, or a share of it.</summary>
    public static Money operator *(Money amount, decimal factor) => new(amount.Usd * factor);

    /// <summary>True where the left amount is smaller.</summary>
    public static bool operator <(Money left, Money right) => left.Usd < right.Usd;

    /// <summary>True where the left amount is greater.</summary>
    public static bool operator >(Money left, Money right) => left.Usd > right.Usd;

    /// <summary>True where the left amount is smaller or equal.</summary>
    public static bool operator <=(Money left, Money right) => left.Usd <= right.Usd;

    /// <summary>True where the left amount is greater or equal.</summary>
    public static bool operator >=(Money left, Money right) => left.Usd >= right.Usd;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Usd.CompareTo(other.Usd);

    /// <summary>Dollars with up to six decimals: <c>$0.0132</c>.</summary>
    public override string ToString() => "$" + Usd.ToString("#,0.00####", System.Globalization.CultureInfo.InvariantCulture);
}
