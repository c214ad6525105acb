namespace Eval.Core.Selection;

/// <summary>
/// What a raw value of one factor is worth: clamp((x − worst)/(best − worst)) to 0..1, on logarithms for a logarithmic scale, between points for a piecewise
/// one. The direction follows from the anchors. (Anchored value functions: R. L. Keeney and H. Raiffa, Decisions with Multiple Objectives, 1976.)
/// </summary>
public sealed class ValueFunction
{
    private readonly double[] _raw;
    private readonly double[] _value;
    private readonly double _origin;
    private readonly double _slope;

    private ValueFunction(Factor factor)
    {
        Factor = factor;
        var sorted = factor.Points.OrderBy(p => p.Raw).ToList();
        (_raw, _value) = ([.. sorted.Select(p => p.Raw)], [.. sorted.Select(p => p.Value)]);
        _origin = Axis(factor.Worst);
        _slope = 1 / (Axis(factor.Best) - _origin);
    }

    /// <summary>The factor.</summary>
    public Factor Factor { get; }

    /// <summary>Makes the function of a factor.</summary>
    /// <exception cref="ArgumentException">The factor cannot be used; the message lists everything that is wrong.</exception>
    public static ValueFunction Of(Factor factor) =>
        string.Join("; ", factor.Problems()) is { Length: > 0 } problems ? throw new ArgumentException(problems, nameof(factor)) : new(factor);

    /// <summary>Why a raw value has no worth here, as a sentence without a full stop; null where it has one.</summary>
    public string? Refusal(double raw) =>
        !double.IsFinite(raw) ? $"{Factor.Name}: {raw} is not a number"
        : Factor.Scale == FactorScale.Logarithmic && raw <= 0 ? $"{Factor.Name}: {raw} has no place on a logarithmic scale; use a linear or piecewise one"
        : null;

    /// <summary>What a raw value is worth, from 0 to 1.</summary>
    /// <param name="raw">Finite, in the factor's unit; above 0 on a logarithmic scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">The raw value is refused.</exception>
    public double Of(double raw) =>
        Refusal(raw) is { } why ? throw new ArgumentOutOfRangeException(nameof(raw), raw, why) : Clamped(raw);

    /// <summary>As <see cref="Of(double)"/> without the refusal: 0 and less counts as infinitely little on a logarithmic scale. For simulated values.</summary>
    internal double Clamped(double raw) =>
        Factor.Scale == FactorScale.Piecewise ? Between(raw)
        : Factor.Scale == FactorScale.Logarithmic && raw <= 0 ? (Factor.MoreIsBetter ? 0 : 1)
        : Math.Clamp((Axis(raw) - _origin) * _slope, 0, 1);

    /// <summary>As <see cref="Of(double)"/>, but goes on beyond the anchors. A piecewise function has no continuation and stays at 0 or 1.</summary>
    internal double Extended(double raw) => Factor.Scale == FactorScale.Piecewise ? Between(raw) : (Axis(raw) - _origin) * _slope;

    /// <summary>
    /// The raw value that is worth so much; null below 0 or above 1, which no raw value reaches. Where several are worth the same, as on a level piece, the one
    /// nearest to the worst anchor.
    /// </summary>
    /// <param name="value">From 0 to 1.</param>
    public double? Raw(double value)
    {
        if (!(value is >= 0 and <= 1))
        {
            return null;
        }

        if (Factor.Scale != FactorScale.Piecewise)
        {
            var axis = _origin + (value / _slope);
            return Factor.Scale == FactorScale.Logarithmic ? Math.Exp(axis) : axis;
        }

        // Walked from the worst end, so that the first piece that reaches the value counts.
        var (from, step) = Factor.MoreIsBetter ? (0, 1) : (_raw.Length - 1, -1);
        for (var i = from; i + step >= 0 && i + step < _raw.Length; i += step)
        {
            var next = i + step;
            if (value <= _value[i])
            {
                return _raw[i];
            }

            if (value <= _value[next])
            {
                return _raw[i] + ((_raw[next] - _raw[i]) * (value - _value[i]) / (_value[next] - _value[i]));
            }
        }

        return Factor.Best;
    }

    private double Axis(double raw) => Factor.Scale == FactorScale.Logarithmic ? Math.Log(raw) : raw;

    private double Between(double raw)
    {
        var at = Array.BinarySearch(_raw, raw);
        if (at >= 0)
        {
            return _value[at];
        }

        var above = ~at;
        return above == 0 ? _value[0]
            : above == _raw.Length ? _value[^1]
            : _value[above - 1] + ((_value[above] - _value[above - 1]) * (raw - _raw[above - 1]) / (_raw[above] - _raw[above - 1]));
    }
}
