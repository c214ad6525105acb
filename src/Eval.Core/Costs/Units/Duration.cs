namespace Eval.Core.Costs.Units;

/// <summary>A length of time. <see cref="TimeSpan"/> counts in steps of 100 ns: too coarse for the share of a server that one token takes.</summary>
public readonly record struct Duration : IComparable<Duration>
{
    private Duration(double seconds) => Seconds = seconds;

    /// <summary>Seconds.</summary>
    public double Seconds { get; }

    /// <summary>Minutes.</summary>
    public double Minutes => Seconds / 60;

    /// <summary>Hours.</summary>
    public double Hours => Seconds / 3600;

    /// <summary>Days of 24 hours.</summary>
    public double Days => Seconds / 86_400;

    /// <summary>A year of 365 days.</summary>
    public static Duration Year => FromDays(365);

    /// <summary>So many seconds.</summary>
    public static Duration FromSeconds(double seconds) => new(seconds);

    /// <summary>So many minutes.</summary>
    public static Duration FromMinutes(double minutes) => new(minutes * 60);

    /// <summary>So many hours.</summary>
    public static Duration FromHours(double hours) => new(hours * 3600);

    /// <summary>So many days of 24 hours.</summary>
    public static Duration FromDays(double days) => new(days * 86_400);

    /// <summary>The sum of two times.</summary>
    public static Duration operator +(Duration left, Duration right) => new(left.Seconds + right.Seconds);

    /// <summary>A time several times, or a share of it.</summary>
    public static Duration operator *(Duration time, double factor) => new(time.Seconds * factor);

    /// <summary>How many times one time is another.</summary>
    public static double operator /(Duration time, Duration other) => time.Seconds / other.Seconds;

    /// <summary>True where the left time is shorter.</summary>
    public static bool operator <(Duration left, Duration right) => left.Seconds < right.Seconds;

    /// <summary>True where the left time is longer.</summary>
    public static bool operator >(Duration left, Duration right) => left.Seconds > right.Seconds;

    /// <summary>True where the left time is shorter or equal.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Seconds <= right.Seconds;

    /// <summary>True where the left time is longer or equal.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Seconds >= right.Seconds;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Seconds.CompareTo(other.Seconds);
}
