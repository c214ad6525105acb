using System.Globalization;
using Eval.Core.Metrics;
using Eval.Core.Metrics.Arena;

namespace Eval.Core.Reports;

/// <summary>Numbers as people read them.</summary>
public static class Figures
{
    /// <summary>Stands where there is no number.</summary>
    public const string None = "–";

    /// <summary>A metric's value with its unit: shares in per cent. As many decimals as its interval can carry, no more.</summary>
    public static string Value(Estimate estimate, MetricFormat format) => estimate.Value is not { } value ? None
        : ArenaMetrics.IsBest(estimate.MetricId) ? Probability(value)
        : Number(value, format, Decimals(estimate, format)) + Unit(format);

    /// <summary>The interval as <c>low–high</c>, without a unit.</summary>
    public static string Interval(Estimate estimate, MetricFormat format)
    {
        if (estimate is not { Low: { } low, High: { } high })
        {
            return None;
        }

        var decimals = Decimals(estimate, format);
        return $"{Number(low, format, decimals)} – {Number(high, format, decimals)}";
    }

    /// <summary>A share as per cent that never claims to be whole when it is not.</summary>
    public static string Percent(double share) => share switch
    {
        >= 1 => "100 %",
        <= 0 => "0 %",
        > 0.999 => "99.9 %",
        < 0.001 => "0.1 %",
        _ => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
    };

    /// <summary>A probability that was counted over draws: none of them makes anything certain.</summary>
    public static string Probability(double probability) => probability switch
    {
        > 0.999 => "> 99.9 %",
        < 0.001 => "< 0.1 %",
        _ => Percent(probability),
    };

    /// <summary>A whole number with thousands set apart.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A large number in short: 1,234, 12.3 k, 4.5 M.</summary>
    public static string Short(double count) => count switch
    {
        < 10_000 => count.ToString("#,0", CultureInfo.InvariantCulture),
        < 1_000_000 => (count / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + " k",
        < 1_000_000_000 => (count / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        _ => (count / 1_000_000_000).ToString("0.##", CultureInfo.InvariantCulture) + " G",
    };

    /// <summary>Bytes in the unit that reads best, of thousands.</summary>
    public static string Size(long bytes) => bytes switch
    {
        1 => "1 byte",
        < 1000 => $"{bytes} bytes",
        < 1_000_000 => (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB",
        < 1_000_000_000 => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + " GB",
    };

    /// <summary>Samples per second.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 100 => Short(perSecond) + "/s",
        >= 1 => perSecond.ToString("0.0", CultureInfo.InvariantCulture) + "/s",
        > 0 => (perSecond * 60).ToString("0.0", CultureInfo.InvariantCulture) + "/min",
        _ => "",
    };

    /// <summary>Micro-dollars as dollars; small sums keep two digits that say something.</summary>
    public static string Money(long? microUsd) => microUsd switch
    {
        null => None,
        0 => "$0",
        < 10_000 and > -10_000 => "$" + (microUsd.Value / 1e6).ToString("0.######", CultureInfo.InvariantCulture),
        _ => "$" + (microUsd.Value / 1e6).ToString("#,0.00##", CultureInfo.InvariantCulture),
    };

    /// <summary>A time in at most two units.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{time.TotalMilliseconds:0} ms",
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:0} s",
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalDays: < 1 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };

    /// <summary>A moment in UTC, to the minute.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>What stands behind a number; empty for plain numbers.</summary>
    public static string Unit(MetricFormat format) => format switch
    {
        MetricFormat.Share => " %",
        MetricFormat.Milliseconds => " ms",
        MetricFormat.TokensPerSecond => " tok/s",
        MetricFormat.RequestsPerSecond => " req/s",
        MetricFormat.Bytes => " MB",
        _ => "",
    };

    private static double Scale(MetricFormat format) => format switch
    {
        MetricFormat.Share => 100,
        MetricFormat.Bytes => 1e-6,
        _ => 1,
    };

    /// <summary>A metric's number in the unit that is shown, with so many decimals, without its unit.</summary>
    public static string Number(double value, MetricFormat format, int decimals) =>
        (value * Scale(format)).ToString($"#,0.{new string('0', decimals)}", CultureInfo.InvariantCulture);

    /// <summary>Decimals that an estimate can carry: two digits of its interval's half width are what a reader can use.</summary>
    public static int Decimals(Estimate estimate, MetricFormat format)
    {
        if (format == MetricFormat.Rank)
        {
            return 1;
        }

        var scale = Scale(format);
        if (estimate is not { Low: { } low, High: { } high } || high <= low || !double.IsFinite(high - low))
        {
            var size = Math.Abs(estimate.Value ?? 0) * scale;
            return format == MetricFormat.Share ? 1 : size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 4;
        }

        var digits = 1 - (int)Math.Floor(Math.Log10((high - low) / 2 * scale));
        return Math.Clamp(digits, format == MetricFormat.Share ? 1 : 0, 5);
    }

    /// <summary>Decimals that tell the ticks of an axis from each other.</summary>
    /// <param name="step">From tick to tick, above 0, in the metric's own unit.</param>
    /// <param name="format">How the metric's values are shown.</param>
    public static int DecimalsOfStep(double step, MetricFormat format) =>
        Math.Clamp((int)Math.Ceiling(-Math.Log10(step * Scale(format)) - 1e-9), 0, 9);
}
