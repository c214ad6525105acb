namespace Eval.Core.Costs.Units;

/// <summary>Requests in a time, exact: 20 a minute and 1,200 an hour are the same rate.</summary>
public readonly record struct RequestRate : IComparable<RequestRate>
{
    private RequestRate(decimal hourly) => Hourly = hourly;

    /// <summary>Requests in an hour.</summary>
    public decimal Hourly { get; }

    /// <summary>Requests in a minute.</summary>
    public decimal Minutely => Hourly / 60;

    /// <summary>Requests in a second.</summary>
    public decimal Secondly => Hourly / 3600;

    /// <summary>A rate of so many requests an hour.</summary>
    /// <param name="requests">0 or more.</param>
    public static RequestRate PerHour(decimal requests) => new(Checked(requests));

    /// <summary>A rate of so many requests a minute.</summary>
    /// <param name="requests">0 or more.</param>
    public static RequestRate PerMinute(decimal requests) => new(Checked(requests) * 60);

    /// <summary>A rate of so many requests a second.</summary>
    /// <param name="requests">0 or more.</param>
    public static RequestRate PerSecond(decimal requests) => new(Checked(requests) * 3600);

    /// <summary>One request after the other, each taking a time above 0.</summary>
    public static RequestRate OneEvery(Duration time) => new(3600 / (decimal)time.Seconds);

    /// <summary>The time from one request to the next.</summary>
    public Duration Interval => Duration.FromSeconds((double)(3600 / Hourly));

    /// <summary>The rate several times.</summary>
    public static RequestRate operator *(RequestRate rate, decimal factor) => new(rate.Hourly * factor);

    /// <summary>How many times one rate is another.</summary>
    public static decimal operator /(RequestRate rate, RequestRate other) => rate.Hourly / other.Hourly;

    /// <summary>True where the left rate is lower.</summary>
    public static bool operator <(RequestRate left, RequestRate right) => left.Hourly < right.Hourly;

    /// <summary>True where the left rate is higher.</summary>
    public static bool operator >(RequestRate left, RequestRate right) => left.Hourly > right.Hourly;

    /// <summary>True where the left rate is lower or equal.</summary>
    public static bool operator <=(RequestRate left, RequestRate right) => left.Hourly <= right.Hourly;

    /// <summary>True where the left rate is higher or equal.</summary>
    public static bool operator >=(RequestRate left, RequestRate right) => left.Hourly >= right.Hourly;

    /// <summary>The tokens that requests of this size are.</summary>
    /// <param name="each">Tokens of one request.</param>
    public TokenRate Tokens(decimal each) => TokenRate.PerHour(Hourly * each);

    /// <inheritdoc/>
    public int CompareTo(RequestRate other) => Hourly.CompareTo(other.Hourly);

    private static decimal Checked(decimal requests)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(requests);
        return requests;
    }
}
