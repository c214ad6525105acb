using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Local;

/// <summary>What a machine of one's own costs in a year, and what it does for that.</summary>
public sealed record OwnershipCost
{
    /// <summary>The purchase's share.</summary>
    public required Money Amortisation { get; init; }

    /// <summary>Energy of machine and site.</summary>
    public required Energy Energy { get; init; }

    /// <summary>What the energy costs.</summary>
    public required Money EnergyCost { get; init; }

    /// <summary>Staff, space, licences and maintenance.</summary>
    public required Money Operations { get; init; }

    /// <summary>Tokens that were written.</summary>
    public required decimal Tokens { get; init; }

    /// <summary>CO2 of the energy, or null where the grid is unknown.</summary>
    public CarbonMass? OperationalCarbon { get; init; }

    /// <summary>The year's share of the CO2 of making it, or null where unknown.</summary>
    public CarbonMass? EmbodiedCarbon { get; init; }

    /// <summary>Everything together.</summary>
    public Money Total => Amortisation + EnergyCost + Operations;

    /// <summary>Share of the money that is energy, 0 to 1.</summary>
    public double EnergyShare => Total.Usd == 0 ? 0 : (double)(EnergyCost.Usd / Total.Usd);

    /// <summary>The price of a million tokens, or null where none were written.</summary>
    public PerMillion? PerMillionTokens => Tokens > 0 ? PerMillion.FromPerUnit(Total.Usd / Tokens) : null;

    /// <summary>Energy of some tokens, its share of waiting included; null where none were written.</summary>
    /// <param name="tokens">Tokens, 0 or more.</param>
    public Energy? EnergyOf(decimal tokens) => Tokens > 0 ? Energy * (double)(tokens / Tokens) : null;

    /// <summary>CO2 of some tokens, as far as it is known; null where neither the grid nor the making is, or none were written.</summary>
    /// <param name="tokens">Tokens, 0 or more.</param>
    public CarbonMass? CarbonOf(decimal tokens) => Tokens <= 0 || (OperationalCarbon ?? EmbodiedCarbon) is null ? null
        : ((OperationalCarbon ?? default) + (EmbodiedCarbon ?? default)) * (double)(tokens / Tokens);
}
