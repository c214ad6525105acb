using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Serverless;

/// <summary>A point of a published latency table.</summary>
/// <param name="Percent">Share of requests that are no slower, 0 to 100.</param>
/// <param name="Latency">Their time.</param>
public readonly record struct PercentilePoint(double Percent, Duration Latency);

/// <summary>
/// A latency table as load tests print it. A jump between neighbours tells of two populations, such as warm and cold starts, which a mean hides.
/// </summary>
public sealed class PercentileCurve
{
    private readonly IReadOnlyList<PercentilePoint> _points;

    /// <summary>Takes a table.</summary>
    /// <param name="points">Its points by rising percent.</param>
    /// <exception cref="ArgumentException">There is none, or the percents do not rise.</exception>
    public PercentileCurve(IReadOnlyList<PercentilePoint> points)
    {
        if (points.Count == 0 || points.Zip(points.Skip(1)).Any(p => p.Second.Percent <= p.First.Percent))
        {
            throw new ArgumentException("percentiles must rise", nameof(points));
        }

        _points = points;
    }

    /// <summary>True where no higher percentile is quicker than a lower one: anything else is a mistake of the table.</summary>
    public bool IsMonotone => _points.Zip(_points.Skip(1)).All(p => p.First.Latency <= p.Second.Latency);

    /// <summary>The slowest time in the table.</summary>
    public Duration Max => _points.Max(p => p.Latency);

    /// <summary>How many times slower one percentile is than another.</summary>
    public double Ratio(double percent, double over) => At(percent) / At(over);

    /// <summary>The neighbours with the largest jump from one to the next; null with fewer than two points.</summary>
    public (PercentilePoint Before, PercentilePoint After)? LargestJump => _points.Count < 2 ? null
        : _points.Zip(_points.Skip(1)).MaxBy(p => p.Second.Latency / p.First.Latency);

    /// <summary>Between which shares (per cent) of requests are slower than a bound, as far as the table tells.</summary>
    public (double AtLeast, double AtMost) SlowerThan(Duration bound)
    {
        var under = _points.Where(p => p.Latency <= bound).Select(p => p.Percent).DefaultIfEmpty(0).Max();
        var over = _points.Where(p => p.Latency > bound).Select(p => p.Percent).DefaultIfEmpty(100).Min();
        return (100 - over, 100 - under);
    }

    private Duration At(double percent) => _points.Single(p => p.Percent.Equals(percent)).Latency;
}
