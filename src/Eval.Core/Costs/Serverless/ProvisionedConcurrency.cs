using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Serverless;

/// <summary>Instances that are kept warm, paid whether they work or not.</summary>
/// <param name="Instances">How many.</param>
/// <param name="Enabled">How long in the month.</param>
/// <param name="PerGigabyteSecond">Price of a GB-second of being ready.</param>
public sealed record ProvisionedConcurrency(int Instances, Duration Enabled, Money PerGigabyteSecond)
{
    /// <summary>Memory of all instances, in the GB of 1,024 MB that prices are for.</summary>
    public decimal Gigabytes(MemorySize memory) => Instances * (decimal)memory.Gibibytes;

    /// <summary>GB-seconds of the month.</summary>
    public decimal GigabyteSeconds(MemorySize memory) => Gigabytes(memory) * (decimal)Enabled.Seconds;

    /// <summary>What being ready costs in the month.</summary>
    public Money Charge(MemorySize memory) => PerGigabyteSecond * GigabyteSeconds(memory);
}
