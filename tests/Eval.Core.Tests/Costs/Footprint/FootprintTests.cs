using Eval.Core.Costs.Footprint;
using Eval.Core.Costs.Units;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Footprint;

public class FootprintTests
{
    public static TheoryData<string, string> Modelled => CostOracle.Of("energy-ecologits");

    public static TheoryData<string, string> Mixes => CostOracle.Of("co2-codecarbon-mix");

    public static TheoryData<string, string> Published => CostOracle.Of("co2-seed001");

    [SharedTheory]
    [MemberData(nameof(Modelled))]
    public void ModelledRequest_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var request = ModelledRequest.Of(
            new ServedModel(c.Real("active_b"), c.Real("total_b"), c.Int("bits")), c.Long("output_tokens"), CarbonIntensity.FromKilogramsPerKilowattHour(c.Real("kg_per_kwh")), c.Real("pue"), c.Int("batch"));
        c.Holds(new()
        {
            ["gpu_energy_kwh"] = request.OfGpu.KilowattHours,
            ["latency_s"] = request.Latency.Seconds,
            ["memory_gb"] = request.Memory.Gigabytes,
            ["gpus"] = request.Gpus,
            ["server_energy_kwh"] = request.OfServer.KilowattHours,
            ["request_energy_kwh"] = request.Energy.KilowattHours,
            ["request_wh"] = request.Energy.WattHours,
            ["usage_kgco2"] = request.Usage.Kilograms,
            ["embodied_kgco2"] = request.Embodied.Kilograms,
            ["total_kgco2"] = request.Carbon.Kilograms,
        });
    }

    [SharedTheory]
    [MemberData(nameof(Mixes))]
    public void OfMix_OracleCases_Hold(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var mix = CarbonIntensity.OfMix([.. c.Inputs["shares"]!.AsObject().Select(s =>
            (s.Value!.GetValue<double>(), CarbonIntensity.FromKilogramsPerMegawattHour(c.Inputs["kg_per_mwh"]![s.Key]!.GetValue<double>())))]);
        c.Holds(new() { ["kg_per_mwh"] = mix.KilogramsPerMegawattHour, ["kg_per_kwh"] = mix.KilogramsPerKilowattHour });
    }

    [SharedTheory]
    [MemberData(nameof(Published))]
    public void Emissions_OracleCases_AreConsistentOrNot(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        c.Holds(
            c.Has("tonnes") ? new() { ["kg_per_kwh"] = CarbonIntensity.Of(CarbonMass.FromTonnes(c.Real("tonnes")), Energy.FromMegawattHours(c.Real("mwh"))).KilogramsPerKilowattHour }
            : c.Has("homes") ? new() { ["mwh_per_home_year"] = (Energy.FromMegawattHours(c.Real("mwh")) / c.Real("homes")).MegawattHours }
            : new()
            {
                ["wh_low"] = (Energy.FromGigawattHours(c.Real("gwh_low")) / c.Real("queries")).WattHours,
                ["wh_high"] = (Energy.FromGigawattHours(c.Real("gwh_high")) / c.Real("queries")).WattHours,
            });
    }

    // 47 billion parameters of which a token passes 13 billion: the report's mixture, 0.076 Wh.
    [Fact]
    public void ModelledRequest_MixtureOfExperts_TakesMemoryOfAllAndEnergyOfTheActive()
    {
        var (mixture, dense) = (Of(new ServedModel(13, 47)), Of(ServedModel.Dense(47)));
        mixture.Energy.WattHours.ShouldBe(0.076, 0.001);
        mixture.Gpus.ShouldBe(dense.Gpus);
        mixture.OfGpu.WattHours.ShouldBeLessThan(dense.OfGpu.WattHours);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(34, 2)]
    [InlineData(100, 4)]
    [InlineData(150, 8)]
    public void ModelledRequest_Gpus_AreAPowerOfTwo(double billions, int gpus) => Of(ServedModel.Dense(billions)).Gpus.ShouldBe(gpus);

    [Fact]
    public void OfMix_SharesThatAreNoWhole_AreRefused() =>
        Should.Throw<ArgumentException>(() => CarbonIntensity.OfMix([(0.5, GridMixes.World), (0.4, GridMixes.World)]));

    [Fact]
    public void Energy_Units_AreTheSameThing()
    {
        Energy.FromJoules(3_600_000).KilowattHours.ShouldBe(1, 1e-12);
        Power.FromWatts(500).During(Duration.FromMinutes(30)).Joules.ShouldBe(900_000, 1e-6);
        Energy.FromMegawattHours(1).ShouldBe(Energy.FromKilowattHours(1000));
        CarbonMass.FromTonnes(1).Kilograms.ShouldBe(1000);
        GridMixes.World.For(Energy.FromKilowattHours(2)).Grams.ShouldBe(950);
        GridMixes.World.EnergyFor(CarbonMass.FromGrams(950)).KilowattHours.ShouldBe(2);
    }

    private static ModelledRequest Of(ServedModel model) => ModelledRequest.Of(model, 400, GridMixes.World);
}
