using Eval.Core.Statistics;

namespace Eval.Benchmarks.Measuring;

/// <summary>One timed piece of work.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="ProcessorSeconds">Time of all cores in this process; a child's is not in it.</param>
/// <param name="Value">What it computed.</param>
internal readonly record struct Lap(double Seconds, double ProcessorSeconds, double Value);

/// <summary>Both ways, round by round.</summary>
internal sealed record PairedTimes(IReadOnlyList<Lap> Ours, IReadOnlyList<Lap> Theirs)
{
    /// <summary>How many times faster ours is by wall time, round by round, in ascending order.</summary>
    public double[] Ratios { get; } = [.. Theirs.Zip(Ours, (t, o) => t.Seconds / o.Seconds).Order()];

    public double MedianRatio => Quantile.OfSorted(Ratios, 0.5);

    public static double Median(IEnumerable<double> values) => Quantile.OfSorted(values.Order().ToArray(), 0.5);
}
