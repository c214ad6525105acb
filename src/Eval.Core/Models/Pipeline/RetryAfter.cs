using System.Globalization;

namespace Eval.Core.Models.Pipeline;

/// <summary>Reads how long an endpoint asks to wait.</summary>
public static class RetryAfter
{
    /// <summary>
    /// The value of a <c>Retry-After</c> header as a time from now: seconds, or an HTTP date (RFC 9110 section 10.2.3); null where it is
    /// neither. Never negative; fractions of seconds, which some servers send, are understood.
    /// </summary>
    /// <param name="value">The header's value, or null.</param>
    /// <param name="now">The current time, which a date is compared with.</param>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds))
        {
            return double.IsFinite(seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, 1e9)) : null;
        }

        return DateTimeOffset.TryParseExact(
            value?.Trim(), ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var date)
            ? TimeSpan.FromTicks(Math.Max(0, (date - now).Ticks))
            : null;
    }

    /// <summary>The value of the header <c>retry-after-ms</c>, which some providers send beside it; null where it is no number.</summary>
    /// <param name="value">The header's value, or null.</param>
    public static TimeSpan? ParseMilliseconds(string? value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms) && double.IsFinite(ms)
            ? TimeSpan.FromMilliseconds(Math.Min(ms, 1e12))
            : null;
}
