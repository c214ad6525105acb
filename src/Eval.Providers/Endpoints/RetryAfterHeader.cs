using System.Globalization;
using System.Net.Http.Headers;

namespace Eval.Providers.Endpoints;

/// <summary>How long an endpoint asks to wait: <c>Retry-After</c> as seconds or as a date (RFC 9110, 10.2.3), or the finer <c>retry-after-ms</c>.</summary>
internal static class RetryAfterHeader
{
    /// <summary>The wait, 0 or more, or null where none is asked for or it cannot be read.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Number(headers, "retry-after-ms") is { } milliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (headers.RetryAfter?.Date is { } date)
        {
            // The endpoint's own clock counts, where it shows it.
            var wait = date - (headers.Date ?? now);
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }

        // The typed header knows whole seconds only; some endpoints send fractions.
        return headers.RetryAfter?.Delta ?? (Number(headers, "retry-after") is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static double? Number(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values)
        && double.TryParse(values.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number < TimeSpan.FromDays(30).TotalMilliseconds
            ? number
            : null;
}
