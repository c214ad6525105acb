using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Serverless;

/// <summary>
/// A serverless function that is paid by memory and time, as AWS Lambda is. Prices have no defaults: they differ by region and year.
/// </summary>
public sealed record ServerlessPlan
{
    /// <summary>Memory of the function. The unit of prices, a "GB", is 1,024 MB there: a GiB.</summary>
    public required MemorySize Memory { get; init; }

    /// <summary>Price of a GB-second of computing.</summary>
    public required Money PerGigabyteSecond { get; init; }

    /// <summary>Price of a million requests.</summary>
    public required PerMillion Requests { get; init; }

    /// <summary>GB-seconds of each month that are free. Default none; with provisioned concurrency there are none.</summary>
    public decimal FreeGigabyteSeconds { get; init; }

    /// <summary>What a time of computing costs before anything is free.</summary>
    /// <param name="computing">Time of all calls together.</param>
    public decimal GigabyteSeconds(Duration computing) => (decimal)computing.Seconds * (decimal)Memory.Gibibytes;

    /// <summary>What a month of calls costs.</summary>
    /// <param name="requests">Calls of the month.</param>
    /// <param name="each">Time of one call.</param>
    /// <param name="provisioned">Instances that are kept warm, or null for none.</param>
    public ServerlessMonth Month(decimal requests, Duration each, ProvisionedConcurrency? provisioned = null)
    {
        var computing = each * (double)requests;
        var used = GigabyteSeconds(computing);
        var billable = Math.Max(0, used - FreeGigabyteSeconds);
        return new ServerlessMonth
        {
            Computing = computing,
            GigabyteSeconds = used,
            BillableGigabyteSeconds = billable,
            ComputeCharge = PerGigabyteSecond * billable,
            Requests = requests,
            RequestCharge = new Money(Requests.Usd * requests / 1_000_000),
            ProvisionedCharge = provisioned?.Charge(Memory) ?? Money.Zero,
        };
    }
}
