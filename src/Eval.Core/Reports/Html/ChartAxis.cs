using System.Globalization;
using Eval.Core.Metrics;

namespace Eval.Core.Reports.Html;

/// <summary>A linear axis with a few round ticks.</summary>
/// <param name="Low">Where it begins.</param>
/// <param name="High">Where it ends; above <paramref name="Low"/>.</param>
/// <param name="Step">From tick to tick.</param>
/// <param name="Label">What a tick says.</param>
internal sealed record ChartAxis(double Low, double High, double Step, Func<double, string> Label)
{
    private const int MostTicks = 5;

    /// <summary>The ticks, from low to high.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            for (var i = (long)Math.Ceiling((Low / Step) - 1e-9); i * Step <= High + (Step * 1e-9); i++)
            {
                yield return i * Step;
            }
        }
    }

    /// <summary>An axis for the values of a metric: shares from 0 to 100 %, everything else as far as the intervals go.</summary>
    public static ChartAxis Of(IEnumerable<double> values, MetricFormat format)
    {
        if (format == MetricFormat.Share)
        {
            return new ChartAxis(0, 1, 0.25, v => $"{v * 100:0} %");
        }

        var axis = Around(values);
        var decimals = Figures.DecimalsOfStep(axis.Step, format);
        return axis with { Label = v => Figures.Number(v, format, decimals) };
    }

    /// <summary>An axis around values, with zero on it where it is asked for.</summary>
    public static ChartAxis Around(IEnumerable<double> values, bool zero = false)
    {
        var finite = values.Where(double.IsFinite).Concat(zero ? [0.0] : []).DefaultIfEmpty(0).ToList();
        var (low, high) = (finite.Min(), finite.Max());
        var pad = high > low ? (high - low) * 0.05 : Math.Max(Math.Abs(low) * 0.05, 1e-6);
        (low, high) = (low - pad, high + pad);
        var rough = (high - low) / MostTicks;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = magnitude * (rough / magnitude) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return new ChartAxis(low, high, step, v => v.ToString("0.####", CultureInfo.InvariantCulture));
    }
}
