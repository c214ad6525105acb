namespace Eval.Core.Statistics;

/// <summary>A two-sided interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end; at least <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval cut to a range that the quantity cannot leave.</summary>
    public Interval Clip(double min, double max) => new(Math.Clamp(Low, min, max), Math.Clamp(High, min, max));

    /// <summary>True where a value lies inside, ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
