using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Local;

/// <summary>A machine that is bought, and what running it takes.</summary>
public sealed record OwnedMachine
{
    /// <summary>What it costs to buy.</summary>
    public required Money Purchase { get; init; }

    /// <summary>What it can be sold for at the end. Default nothing.</summary>
    public Money Residual { get; init; }

    /// <summary>Years in use, above 0.</summary>
    public required decimal Years { get; init; }

    /// <summary>
    /// Interest in a year, such as 0.08: the purchase is then paid in equal sums that bear it. Null for the straight line, in which money costs nothing.
    /// </summary>
    public double? Interest { get; init; }

    /// <summary>Power while it is busy: measured, not the chip's rating.</summary>
    public required Power Busy { get; init; }

    /// <summary>Power while it waits.</summary>
    public required Power Idle { get; init; }

    /// <summary>Energy of the whole site for each unit that reaches the machine (PUE), 1 or more. Default 1.</summary>
    public double SiteOverhead { get; init; } = 1;

    /// <summary>Price of a kilowatt-hour.</summary>
    public required Money Tariff { get; init; }

    /// <summary>Staff, space, licences and maintenance in a year.</summary>
    public Money OperationsPerYear { get; init; }

    /// <summary>CO2 of the grid, or null where unknown.</summary>
    public CarbonIntensity? Grid { get; init; }

    /// <summary>CO2 of making it, spread over its years; null where unknown.</summary>
    public CarbonMass? Embodied { get; init; }

    /// <summary>What a year costs.</summary>
    /// <param name="goodput">Tokens it writes at the latency objective.</param>
    /// <param name="utilisation">Share of the year in which it is busy, 0 to 1.</param>
    public OwnershipCost InUse(TokenRate goodput, double utilisation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(utilisation);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(utilisation, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Years);
        var energy = ((Busy * utilisation) + (Idle * (1 - utilisation))).During(Duration.Year) * SiteOverhead;
        return new OwnershipCost
        {
            Amortisation = Amortisation(),
            Energy = energy,
            EnergyCost = energy.At(Tariff),
            Operations = OperationsPerYear,
            Tokens = goodput.Hourly * 8760 * (decimal)utilisation,
            OperationalCarbon = Grid?.For(energy),
            EmbodiedCarbon = Embodied * (1 / (double)Years),
        };
    }

    // The annuity pays back what the residual does not cover, both taken at the day of purchase.
    private Money Amortisation()
    {
        if (Interest is not { } rate || rate == 0)
        {
            return (Purchase - Residual) * (1 / Years);
        }

        var discount = Math.Pow(1 + rate, -(double)Years);
        return (Purchase - (Residual * (decimal)discount)) * (decimal)(rate / (1 - discount));
    }
}
