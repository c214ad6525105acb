namespace Eval.Core.Reports.Decisions.Html;

/// <summary>A logarithmic axis with a few round ticks.</summary>
/// <param name="Low">Where it begins, above 0.</param>
/// <param name="High">Where it ends, above <paramref name="Low"/>.</param>
internal sealed record LogAxis(double Low, double High)
{
    private const int MostTicks = 4;
    private const double LeastFactor = 1.3;

    private static readonly double[][] Mantissas = [[1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5], [1, 2, 5], [1, 3]];

    /// <summary>An axis around values above 0, with room at both ends.</summary>
    public static LogAxis Around(IEnumerable<double> values)
    {
        var all = values.ToList();
        var room = Math.Max(LeastFactor, Math.Pow(all.Max() / all.Min(), 0.12));
        return new(all.Min() / room, all.Max() * room);
    }

    /// <summary>Where a value lies, 0 at the low end and 1 at the high one.</summary>
    public double At(double value) => Math.Log(value / Low) / Math.Log(High / Low);

    /// <summary>The ticks, from low to high: the finest of 1, 1.5, 2 … 9; 1, 2, 3, 5; 1, 2, 5; 1, 3; powers of ten that are not too many.</summary>
    public IReadOnlyList<double> Ticks
    {
        get
        {
            foreach (var set in Mantissas)
            {
                var ticks = Of(set, 1);
                if (ticks.Count <= MostTicks)
                {
                    return ticks;
                }
            }

            var step = 1;
            while (Of([1], step).Count > MostTicks)
            {
                step++;
            }

            return Of([1], step);
        }
    }

    private List<double> Of(double[] mantissas, int step)
    {
        var (from, to) = ((int)Math.Floor(Math.Log10(Low)), (int)Math.Ceiling(Math.Log10(High)));
        return [.. Enumerable.Range(from, to - from + 1).Where(e => e % step == 0).SelectMany(e => mantissas.Select(m => m * Math.Pow(10, e))).Where(v => v >= Low && v <= High)];
    }
}
