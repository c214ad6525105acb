using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Footprint;

/// <summary>
/// Energy and CO2 of a hosted request, modelled, never measured: the regression that EcoLogits (methodology of November 2025) fits on ML.ENERGY's
/// measurements of H100 servers. Any figure from here is to be shown as modelled.
/// <c>Wh of a token = a·e^(b·batch)·active + c</c>, <c>seconds = tokens × (p·active + q·batch + r)</c>.
/// </summary>
public sealed record ModelledRequest
{
    // Watt-hours of a GPU for a token, fitted.
    private const double EnergyScale = 1.1665273170451914e-06;
    private const double EnergyDecay = -0.011205921025579175;
    private const double EnergyBase = 4.052928146734005e-05;

    // Seconds for a token, fitted.
    private const double TimePerBillion = 6.785088094353663e-04;
    private const double TimePerRequest = 3.119310311688259e-04;
    private const double TimeBase = 0.019473717579473387;

    // A server of eight GPUs of 80 GB; memory beyond the weights is a fifth of them.
    private const double MemoryOverhead = 1.2;
    private const int GpusOfServer = 8;
    private static readonly MemorySize GpuMemory = MemorySize.FromGigabytes(80);
    private static readonly Power ServerWithoutGpus = Power.FromKilowatts(1.2);
    private static readonly CarbonMass EmbodiedServer = CarbonMass.FromKilograms(5700);
    private static readonly CarbonMass EmbodiedGpu = CarbonMass.FromKilograms(164);
    private static readonly Duration Lifetime = Duration.Year * 3;

    private ModelledRequest()
    {
    }

    /// <summary>Energy of one GPU for the request.</summary>
    public required Energy OfGpu { get; init; }

    /// <summary>Time that the answer takes.</summary>
    public required Duration Latency { get; init; }

    /// <summary>Memory that the model takes.</summary>
    public required MemorySize Memory { get; init; }

    /// <summary>GPUs that hold it: a power of two.</summary>
    public required int Gpus { get; init; }

    /// <summary>The request's share of the server's energy without its GPUs.</summary>
    public required Energy OfServer { get; init; }

    /// <summary>Energy of the request, the site's overhead included.</summary>
    public required Energy Energy { get; init; }

    /// <summary>CO2 of the energy.</summary>
    public required CarbonMass Usage { get; init; }

    /// <summary>The request's share of the CO2 of making the server.</summary>
    public required CarbonMass Embodied { get; init; }

    /// <summary>CO2 in all.</summary>
    public CarbonMass Carbon => Usage + Embodied;

    /// <summary>Estimates one request.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputTokens">Tokens written, reasoning included.</param>
    /// <param name="grid">CO2 of the grid that feeds the site.</param>
    /// <param name="siteOverhead">Energy of the site for each unit that reaches the server (PUE), 1 or more. EcoLogits takes 1.2 for most providers.</param>
    /// <param name="batch">Requests that the server answers at the same time. Default 64, as EcoLogits assumes.</param>
    public static ModelledRequest Of(ServedModel model, long outputTokens, CarbonIntensity grid, double siteOverhead = 1.2, int batch = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputTokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(siteOverhead, 1);
        var perToken = (EnergyScale * Math.Exp(EnergyDecay * batch) * model.ActiveBillions) + EnergyBase;
        var latency = Duration.FromSeconds(outputTokens * ((TimePerBillion * model.ActiveBillions) + (TimePerRequest * batch) + TimeBase));
        var memory = MemorySize.FromGigabytes(MemoryOverhead * model.TotalBillions * model.Bits / 8);
        var gpus = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, Math.Ceiling(memory / GpuMemory)));
        var ofGpu = Energy.FromWattHours(outputTokens * perToken);
        var ofServer = (ServerWithoutGpus * ((double)gpus / GpusOfServer / batch)).During(latency);
        var energy = (ofServer + (ofGpu * gpus)) * siteOverhead;
        return new ModelledRequest
        {
            OfGpu = ofGpu,
            Latency = latency,
            Memory = memory,
            Gpus = gpus,
            OfServer = ofServer,
            Energy = energy,
            Usage = grid.For(energy),
            Embodied = ((EmbodiedServer * ((double)gpus / GpusOfServer)) + (EmbodiedGpu * gpus)) * (latency / Lifetime / batch),
        };
    }
}
