using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Serverless;

/// <summary>What a month of a serverless function costs, part by part: computing and requests of the same calls.</summary>
public sealed record ServerlessMonth
{
    /// <summary>Time of all calls together.</summary>
    public required Duration Computing { get; init; }

    /// <summary>GB-seconds used.</summary>
    public required decimal GigabyteSeconds { get; init; }

    /// <summary>GB-seconds beyond what is free.</summary>
    public required decimal BillableGigabyteSeconds { get; init; }

    /// <summary>What computing costs.</summary>
    public required Money ComputeCharge { get; init; }

    /// <summary>Calls.</summary>
    public required decimal Requests { get; init; }

    /// <summary>What the calls cost.</summary>
    public required Money RequestCharge { get; init; }

    /// <summary>What keeping instances warm costs.</summary>
    public required Money ProvisionedCharge { get; init; }

    /// <summary>Everything together.</summary>
    public Money Total => ComputeCharge + RequestCharge + ProvisionedCharge;
}
