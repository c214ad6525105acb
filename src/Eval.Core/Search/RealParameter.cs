using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>
/// A setting that is any number of a range. Drawn values are rounded to a millionth of the range or finer, logarithmic ones to six significant digits. Nothing can be
/// conditional on it.
/// </summary>
/// <param name="Name">The setting.</param>
/// <param name="Low">The lowest value, included.</param>
/// <param name="High">The highest value, included; above the lowest.</param>
/// <param name="IsLogarithmic">True: searched along the logarithm; the lowest value must be above 0.</param>
public sealed record RealParameter(string Name, double Low, double High, bool IsLogarithmic = false) : NumericParameter(Name, IsLogarithmic)
{
    /// <summary>Always null.</summary>
    public override long? Count => null;

    internal override NumericAxis Axis => new(Low, High, IsLogarithmic, IsInteger: false);

    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => value.Choice is null && value.Number >= Low && value.Number <= High;

    internal override ParameterValue Sample(SeededRandom random) => Axis.Value(random.NextDouble());

    internal override IEnumerable<ParameterValue> Grid(int levels)
    {
        var axis = Axis;
        return Enumerable.Range(0, levels).Select(i => ParameterValue.Of(axis.Level(i, levels))).Distinct();
    }
}
