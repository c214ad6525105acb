using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>A setting that is a whole number: threads, batch size, number of examples.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Low">The lowest value, included.</param>
/// <param name="High">The highest value, included; above the lowest.</param>
/// <param name="IsLogarithmic">
/// True: searched along the logarithm; the lowest value must be 1 or more. An integer k is then drawn with the probability that its bin k ± 0.5 has there
/// (quantised log-uniform: J. Bergstra, D. Yamins and D. Cox, ICML 2013).
/// </param>
public sealed record IntegerParameter(string Name, int Low, int High, bool IsLogarithmic = false) : NumericParameter(Name, IsLogarithmic)
{
    /// <inheritdoc/>
    public override long? Count => (long)High - Low + 1;

    internal override NumericAxis Axis => new(Low, High, IsLogarithmic, IsInteger: true);

    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) =>
        value.Choice is null && value.Number >= Low && value.Number <= High && value.Number == Math.Floor(value.Number);

    internal override ParameterValue Sample(SeededRandom random) => Axis.Value(random.NextDouble());

    internal override IEnumerable<ParameterValue> Grid(int levels)
    {
        if (Count > levels)
        {
            var axis = Axis;
            return Enumerable.Range(0, levels).Select(i => ParameterValue.Of(axis.Level(i, levels))).Distinct();
        }

        return Enumerable.Range(0, (int)Count!.Value).Select(i => ParameterValue.Of(Low + (double)i));
    }
}
