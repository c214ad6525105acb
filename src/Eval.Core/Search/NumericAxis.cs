using System.Globalization;

namespace Eval.Core.Search;

/// <summary>
/// Places the values of a numeric parameter on 0 to 1, along their logarithms where it is logarithmic. An integer covers half a step to each side, so that the first and
/// the last have their full share of a linear axis.
/// </summary>
internal readonly record struct NumericAxis(double Low, double High, bool IsLogarithmic, bool IsInteger)
{
    private double Start => Along(IsInteger ? Low - 0.5 : Low);

    private double End => Along(IsInteger ? High + 0.5 : High);

    public double Position(double value) => Math.Clamp((Along(value) - Start) / (End - Start), 0, 1);

    public double Value(double position) => Legal(Back(Start + (position * (End - Start))));

    /// <summary>Values from the lowest to the highest with equal steps along the axis.</summary>
    public double Level(int index, int levels) =>
        index == 0 ? Low : index == levels - 1 ? High : Legal(Back(Along(Low) + ((Along(High) - Along(Low)) * index / (levels - 1))));

    private double Along(double value) => IsLogarithmic ? Math.Log(value) : value;

    private double Back(double along) => IsLogarithmic ? Math.Exp(along) : along;

    private double Legal(double value) => Math.Clamp(IsInteger ? Math.Round(value) : Shortened(value), Low, High);

    // More digits would be noise to a reader, and the last ones of a logarithm differ between machines.
    private double Shortened(double value)
    {
        if (IsLogarithmic)
        {
            return double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        var decimals = 6 - (int)Math.Floor(Math.Log10(High - Low));
        return decimals > 15 ? value : Math.Round(value, Math.Max(0, decimals));
    }
}
