namespace Eval.Core.Costs.Units;

/// <summary>CO2 that comes with energy: of a source, or of a grid at a place and time.</summary>
public readonly record struct CarbonIntensity
{
    private CarbonIntensity(double gramsPerKilowattHour) => GramsPerKilowattHour = gramsPerKilowattHour;

    /// <summary>Grams for a kilowatt-hour; the same number as kilograms for a megawatt-hour.</summary>
    public double GramsPerKilowattHour { get; }

    /// <summary>Kilograms for a kilowatt-hour.</summary>
    public double KilogramsPerKilowattHour => GramsPerKilowattHour / 1e3;

    /// <summary>Kilograms for a megawatt-hour.</summary>
    public double KilogramsPerMegawattHour => GramsPerKilowattHour;

    /// <summary>So many grams for a kilowatt-hour.</summary>
    public static CarbonIntensity FromGramsPerKilowattHour(double grams) => new(grams);

    /// <summary>So many kilograms for a kilowatt-hour.</summary>
    public static CarbonIntensity FromKilogramsPerKilowattHour(double kilograms) => new(kilograms * 1e3);

    /// <summary>So many kilograms for a megawatt-hour.</summary>
    public static CarbonIntensity FromKilogramsPerMegawattHour(double kilograms) => new(kilograms);

    /// <summary>What some energy and its CO2 imply.</summary>
    public static CarbonIntensity Of(CarbonMass mass, Energy energy) => new(mass.Grams / energy.KilowattHours);

    /// <summary>A grid fed by several sources: the mean of their intensities, weighed by their shares.</summary>
    /// <param name="sources">Share (0 or more) and intensity of each; shares must add up to 1.</param>
    /// <exception cref="ArgumentException">The shares do not add up to 1.</exception>
    public static CarbonIntensity OfMix(IReadOnlyCollection<(double Share, CarbonIntensity Intensity)> sources)
    {
        var sum = sources.Sum(s => s.Share);
        return Math.Abs(sum - 1) <= 1e-6
            ? new(sources.Sum(s => s.Share * s.Intensity.GramsPerKilowattHour) / sum)
            : throw new ArgumentException($"shares of a grid's sources add up to {sum}, not 1", nameof(sources));
    }

    /// <summary>The CO2 of some energy.</summary>
    public CarbonMass For(Energy energy) => CarbonMass.FromGrams(GramsPerKilowattHour * energy.KilowattHours);

    /// <summary>The energy that comes with some CO2; the intensity must be above 0.</summary>
    public Energy EnergyFor(CarbonMass mass) => Energy.FromKilowattHours(mass.Grams / GramsPerKilowattHour);
}
