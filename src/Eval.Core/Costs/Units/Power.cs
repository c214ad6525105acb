namespace Eval.Core.Costs.Units;

/// <summary>Electric power.</summary>
public readonly record struct Power
{
    private Power(double watts) => Watts = watts;

    /// <summary>Watts.</summary>
    public double Watts { get; }

    /// <summary>Kilowatts.</summary>
    public double Kilowatts => Watts / 1000;

    /// <summary>So many watts.</summary>
    public static Power FromWatts(double watts) => new(watts);

    /// <summary>So many kilowatts.</summary>
    public static Power FromKilowatts(double kilowatts) => new(kilowatts * 1000);

    /// <summary>The sum of two.</summary>
    public static Power operator +(Power left, Power right) => new(left.Watts + right.Watts);

    /// <summary>A power several times, or a share of it.</summary>
    public static Power operator *(Power power, double factor) => new(power.Watts * factor);

    /// <summary>What is used in a time.</summary>
    public Energy During(Duration time) => Energy.FromWattHours(Watts * time.Hours);
}
