namespace Eval.Core.Costs.Units;

/// <summary>Electric energy.</summary>
public readonly record struct Energy
{
    private Energy(double wattHours) => WattHours = wattHours;

    /// <summary>Watt-hours.</summary>
    public double WattHours { get; }

    /// <summary>Kilowatt-hours.</summary>
    public double KilowattHours => WattHours / 1e3;

    /// <summary>Megawatt-hours.</summary>
    public double MegawattHours => WattHours / 1e6;

    /// <summary>Joules: watt-seconds.</summary>
    public double Joules => WattHours * 3600;

    /// <summary>So many watt-hours.</summary>
    public static Energy FromWattHours(double wattHours) => new(wattHours);

    /// <summary>So many kilowatt-hours.</summary>
    public static Energy FromKilowattHours(double kilowattHours) => new(kilowattHours * 1e3);

    /// <summary>So many megawatt-hours.</summary>
    public static Energy FromMegawattHours(double megawattHours) => new(megawattHours * 1e6);

    /// <summary>So many gigawatt-hours.</summary>
    public static Energy FromGigawattHours(double gigawattHours) => new(gigawattHours * 1e9);

    /// <summary>So many joules, as energy counters give them.</summary>
    public static Energy FromJoules(double joules) => new(joules / 3600);

    /// <summary>The sum of two.</summary>
    public static Energy operator +(Energy left, Energy right) => new(left.WattHours + right.WattHours);

    /// <summary>An energy several times.</summary>
    public static Energy operator *(Energy energy, double factor) => new(energy.WattHours * factor);

    /// <summary>A share of an energy.</summary>
    public static Energy operator /(Energy energy, double parts) => new(energy.WattHours / parts);

    /// <summary>How many times one energy is another.</summary>
    public static double operator /(Energy energy, Energy other) => energy.WattHours / other.WattHours;

    /// <summary>What it costs.</summary>
    /// <param name="tariffPerKilowattHour">Price of a kilowatt-hour.</param>
    public Money At(Money tariffPerKilowattHour) => tariffPerKilowattHour * (decimal)KilowattHours;
}
