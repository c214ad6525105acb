namespace Eval.Core.Costs.Units;

/// <summary>A mass of CO2, or of what warms as much.</summary>
public readonly record struct CarbonMass
{
    private CarbonMass(double grams) => Grams = grams;

    /// <summary>Grams.</summary>
    public double Grams { get; }

    /// <summary>Kilograms.</summary>
    public double Kilograms => Grams / 1e3;

    /// <summary>Tonnes of 1,000 kg.</summary>
    public double Tonnes => Grams / 1e6;

    /// <summary>So many grams.</summary>
    public static CarbonMass FromGrams(double grams) => new(grams);

    /// <summary>So many kilograms.</summary>
    public static CarbonMass FromKilograms(double kilograms) => new(kilograms * 1e3);

    /// <summary>So many tonnes of 1,000 kg.</summary>
    public static CarbonMass FromTonnes(double tonnes) => new(tonnes * 1e6);

    /// <summary>The sum of two.</summary>
    public static CarbonMass operator +(CarbonMass left, CarbonMass right) => new(left.Grams + right.Grams);

    /// <summary>A mass several times, or a share of it.</summary>
    public static CarbonMass operator *(CarbonMass mass, double factor) => new(mass.Grams * factor);
}
