using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Footprint;

/// <summary>CO2 of grids where nothing better is known. Published yearly means; the true value changes by the hour.</summary>
public static class GridMixes
{
    /// <summary>The world's mean that CodeCarbon falls back to.</summary>
    public static CarbonIntensity World { get; } = CarbonIntensity.FromGramsPerKilowattHour(475);
}
