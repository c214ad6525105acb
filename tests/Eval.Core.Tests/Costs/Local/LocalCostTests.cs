using Eval.Core.Costs;
using Eval.Core.Costs.Local;
using Eval.Core.Costs.Units;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Local;

public class LocalCostTests
{
    private static readonly OwnedMachine Machine = new()
    {
        Purchase = new Money(30_000),
        Residual = new Money(3_000),
        Years = 3,
        Busy = Power.FromKilowatts(0.7),
        Idle = Power.FromKilowatts(0.15),
        SiteOverhead = 1.3,
        Tariff = new Money(0.2m),
        OperationsPerYear = new Money(4_000),
        Grid = CarbonIntensity.FromKilogramsPerKilowattHour(0.344),
    };

    public static TheoryData<string, string> Rented => CostOracle.Of("local-per-mtok");

    public static TheoryData<string, string> Owned => CostOracle.Of("local-tco");

    public static TheoryData<string, string> Rent => CostOracle.Of("seed000-training-rent");

    [SharedTheory]
    [MemberData(nameof(Rented))]
    public void PerMillionTokens_OracleCases_Hold(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var price = MachinePrice.PerMillionTokens(new Money(c.Number("usd_per_hour")), TokenRate.PerSecond(c.Number("tps")), c.Number("utilisation"));
        c.Holds(new() { ["usd_per_mtok"] = price.Usd });
    }

    [SharedTheory]
    [MemberData(nameof(Owned))]
    public void InUse_OracleCases_GiveEveryFigure(string group, string id)
    {
        // The case of the energy's share has no inputs of its own: it is about the straight line.
        var c = CostOracle.Case(group, id);
        var inputs = c.Has("capex_usd") ? c : CostOracle.Case(group, "straight-line");
        var cost = Read(inputs).InUse(TokenRate.PerSecond(inputs.Number("tps_at_load")), inputs.Real("utilisation"));
        c.Holds(new()
        {
            ["amortisation_usd"] = cost.Amortisation.Usd,
            ["kwh_per_year"] = cost.Energy.KilowattHours,
            ["energy_usd"] = cost.EnergyCost.Usd,
            ["total_usd_per_year"] = cost.Total.Usd,
            ["tokens_per_year"] = cost.Tokens,
            ["usd_per_mtok"] = cost.PerMillionTokens!.Value.Usd,
            ["kgco2_per_year"] = cost.OperationalCarbon!.Value.Kilograms,
            ["gco2_per_mtok"] = cost.CarbonOf(1_000_000)!.Value.Grams,
            ["wh_per_1k_tokens"] = cost.EnergyOf(1000)!.Value.WattHours,
            ["share"] = cost.EnergyShare,
        });
    }

    [SharedTheory]
    [MemberData(nameof(Rent))]
    public void OfRent_OracleCases_Hold(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        c.Holds(new() { ["total_usd"] = MachinePrice.OfRent(new Money(c.Number("hourly_usd")), 1, Duration.FromHours(c.Real("hours"))).Usd });
    }

    // The present value of the sums and of the residual is the purchase.
    [Theory]
    [InlineData(0.08)]
    [InlineData(0.01)]
    [InlineData(0.25)]
    public void InUse_Interest_PaysBackThePurchase(double interest)
    {
        var sum = (double)(Machine with { Interest = interest }).InUse(TokenRate.PerSecond(1), 1).Amortisation.Usd;
        var present = Enumerable.Range(1, 3).Sum(year => sum / Math.Pow(1 + interest, year)) + (3_000 / Math.Pow(1 + interest, 3));
        present.ShouldBe(30_000, 1e-6);
        sum.ShouldBeGreaterThan(9_000);
    }

    [Fact]
    public void InUse_EightPerCent_IsTheKnownAnnuity() =>
        ((double)(Machine with { Interest = 0.08 }).InUse(TokenRate.PerSecond(1), 1).Amortisation.Usd).ShouldBe(10_716.90, 0.01);

    [Fact]
    public void InUse_NobodyAsks_CostsButWritesNothing()
    {
        var cost = Machine.InUse(TokenRate.PerSecond(1500), 0);
        cost.Energy.KilowattHours.ShouldBe(0.15 * 8760 * 1.3, 1e-9);
        (cost.PerMillionTokens, cost.EnergyOf(1), cost.CarbonOf(1)).ShouldBe((null, null, null));
        cost.Total.Usd.ShouldBeGreaterThan(13_000);
    }

    [Fact]
    public void CarbonOf_WhatIsKnown_IsAddedUp()
    {
        var made = Machine with { Embodied = CarbonMass.FromKilograms(300) };
        var cost = made.InUse(TokenRate.PerSecond(1500), 0.35);
        cost.EmbodiedCarbon!.Value.Kilograms.ShouldBe(100, 1e-9);
        (cost.CarbonOf(cost.Tokens)!.Value.Kilograms - cost.OperationalCarbon!.Value.Kilograms).ShouldBe(100, 1e-6);
        (Machine with { Grid = null }).InUse(TokenRate.PerSecond(1), 1).CarbonOf(1).ShouldBeNull();
    }

    [Fact]
    public void OfCall_LongPrompt_PaysForReadingAndWriting()
    {
        // 36,000 tokens at 1,000 a second and 500 at 50 a second: 46 s of an hour that costs $3.60.
        var (prefill, decode) = (TokenRate.PerSecond(1000), TokenRate.PerSecond(50));
        MachinePrice.OfCall(new Money(3.6m), prefill, decode, new CallUsage(36_000, 500), 1).Usd.ShouldBe(0.046m, 1e-12m);
        MachinePrice.OfCall(new Money(3.6m), prefill, decode, new CallUsage(36_000, 500) { CachedInputTokens = 36_000 }, 1).Usd.ShouldBe(0.010m, 1e-12m);
        MachinePrice.OfCall(new Money(3.6m), prefill, decode, new CallUsage(36_000, 500), 0.5m).Usd.ShouldBe(0.092m, 1e-12m);
        MachinePrice.OfCall(new Money(3.6m), default, decode, new CallUsage(0, 500), 1).Usd.ShouldBe(0.010m, 1e-12m);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.01)]
    public void PerMillionTokens_ImpossibleUtilisation_IsRefused(double utilisation) =>
        Should.Throw<ArgumentOutOfRangeException>(() => MachinePrice.PerMillionTokens(new Money(1), TokenRate.PerSecond(1), (decimal)utilisation));

    private static OwnedMachine Read(OracleCase c) => new()
    {
        Purchase = new Money(c.Number("capex_usd")),
        Residual = new Money(c.Number("residual_usd")),
        Years = c.Number("years"),
        Interest = c.Has("rate") ? c.Real("rate") : null,
        Busy = Power.FromKilowatts(c.Real("kw_load")),
        Idle = Power.FromKilowatts(c.Real("kw_idle")),
        SiteOverhead = c.Real("pue"),
        Tariff = new Money(c.Number("tariff_usd_per_kwh")),
        OperationsPerYear = new Money(c.Number("ops_usd_per_year")),
        Grid = CarbonIntensity.FromKilogramsPerKilowattHour(c.Real("kg_per_kwh")),
    };
}
