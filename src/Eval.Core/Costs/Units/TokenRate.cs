namespace Eval.Core.Costs.Units;

/// <summary>Tokens in a time, exact.</summary>
public readonly record struct TokenRate : IComparable<TokenRate>
{
    private TokenRate(decimal hourly) => Hourly = hourly;

    /// <summary>Tokens in an hour.</summary>
    public decimal Hourly { get; }

    /// <summary>Tokens in a minute.</summary>
    public decimal Minutely => Hourly / 60;

    /// <summary>Tokens in a second.</summary>
    public decimal Secondly => Hourly / 3600;

    /// <summary>A rate of so many tokens an hour.</summary>
    /// <param name="tokens">0 or more.</param>
    public static TokenRate PerHour(decimal tokens) => new(Checked(tokens));

    /// <summary>A rate of so many tokens a minute.</summary>
    /// <param name="tokens">0 or more.</param>
    public static TokenRate PerMinute(decimal tokens) => new(Checked(tokens) * 60);

    /// <summary>A rate of so many tokens a second.</summary>
    /// <param name="tokens">0 or more.</param>
    public static TokenRate PerSecond(decimal tokens) => new(Checked(tokens) * 3600);

    /// <summary>The rate several times, or a share of it.</summary>
    public static TokenRate operator *(TokenRate rate, decimal factor) => new(rate.Hourly * factor);

    /// <summary>True where the left rate is lower.</summary>
    public static bool operator <(TokenRate left, TokenRate right) => left.Hourly < right.Hourly;

    /// <summary>True where the left rate is higher.</summary>
    public static bool operator >(TokenRate left, TokenRate right) => left.Hourly > right.Hourly;

    /// <summary>True where the left rate is lower or equal.</summary>
    public static bool operator <=(TokenRate left, TokenRate right) => left.Hourly <= right.Hourly;

    /// <summary>True where the left rate is higher or equal.</summary>
    public static bool operator >=(TokenRate left, TokenRate right) => left.Hourly >= right.Hourly;

    /// <summary>The time that some tokens take; the rate must be above 0.</summary>
    /// <param name="tokens">Tokens, 0 or more.</param>
    public Duration TimeFor(decimal tokens) => Duration.FromSeconds((double)(tokens * 3600 / Hourly));

    /// <inheritdoc/>
    public int CompareTo(TokenRate other) => Hourly.CompareTo(other.Hourly);

    private static decimal Checked(decimal tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        return tokens;
    }
}
