namespace Eval.Core.Search;

/// <summary>A setting whose values have an order and distances.</summary>
/// <param name="Name">The setting.</param>
/// <param name="IsLogarithmic">True: searched along the logarithm, so that each factor of ten has the same share; the lowest value must be above 0.</param>
public abstract record NumericParameter(string Name, bool IsLogarithmic) : Parameter(Name)
{
    internal abstract NumericAxis Axis { get; }

    internal override string Range => $"{(ParameterValue)Axis.Low} to {(ParameterValue)Axis.High}";

    internal override IEnumerable<string> Problems()
    {
        if (!double.IsFinite(Axis.Low) || !double.IsFinite(Axis.High) || !double.IsFinite(Axis.High - Axis.Low))
        {
            yield return "needs a finite range";
        }
        else if (Axis.Low >= Axis.High)
        {
            yield return $"has the range {Range}: the first must be below the second";
        }

        if (IsLogarithmic && Axis.Low <= 0)
        {
            yield return $"is logarithmic and starts at {(ParameterValue)Axis.Low}: it must start above 0";
        }
    }
}
