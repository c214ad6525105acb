using Eval.Core.Costs.BreakEven;
using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Audit;

/// <summary>Figures of other documents: emissions, a grid's mix, a tutorial's break-even.</summary>
internal static class ElsewhereFigures
{
    public static IEnumerable<AuditedFigure> All()
    {
        const string DeepDive = "deep dive";
        var intensity = CarbonIntensity.Of(CarbonMass.FromTonnes(552), Energy.FromMegawattHours(1287));
        yield return AuditedFigure.Number(
            DeepDive, "799-805", "energy of a query, from 4 g of CO2 against 1 GWh a day for 10⁹ queries", "Wh", intensity.EnergyFor(CarbonMass.FromGrams(4)).WattHours, (Energy.FromGigawattHours(1) / 1e9).WattHours,
            Slip.Inconsistent, "two published figures, ten times apart");
        var mix = CarbonIntensity.OfMix([Source(0.25, 995), Source(0.35, 816), Source(0.26, 743), Source(0.14, 29)]);
        yield return AuditedFigure.Number("CodeCarbon's documentation", null, "a grid's mix", "kg CO2/kWh", 731.59, mix.KilogramsPerKilowattHour, Slip.Unit, "731.59 kg for a megawatt-hour");
        var tutorial = new HostedComparison(new SteppedCost { Fixed = new Money(4608), Capacity = 1_000_000 }, new Money(10));
        yield return AuditedFigure.Number("a tutorial", null, "break-even of $4,608 a month against $10 for a million tokens", "million tokens/month", 0.46, (double)tutorial.OfOneInstance!.Value, Slip.Unit, "$4,608 over $10, in millions of tokens");
    }

    private static (double Share, CarbonIntensity Intensity) Source(double share, double kilograms) => (share, CarbonIntensity.FromKilogramsPerMegawattHour(kilograms));
}
