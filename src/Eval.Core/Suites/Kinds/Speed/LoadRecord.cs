namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>The load that a request was part of; the same in all of its requests.</summary>
public sealed record LoadRecord
{
    /// <summary>Its name, as in the slice <c>load</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its place in the suite, from 0.</summary>
    public int Index { get; init; }

    /// <summary>What was offered: requests at once in a closed loop, requests per second in an open one.</summary>
    public double Offered { get; init; }

    /// <summary>True for an open loop: requests come by a schedule, whether others are answered or not.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Requests of the load.</summary>
    public int Requests { get; init; }

    /// <summary>Requests of all loads of the suite together.</summary>
    public int RequestsOfAll { get; init; }

    /// <summary>When it began (UTC); requests of one pass share it.</summary>
    public DateTimeOffset Began { get; init; }

    /// <summary>From the load's first moment to the end of its last request, in milliseconds.</summary>
    public double WallMs { get; init; }

    /// <summary>Tokens that an answer should have, or null where it ends by itself.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>What makes an answer good, or null.</summary>
    public ServiceObjective? Objective { get; init; }

    /// <summary>Share of good answers with which a load counts as borne.</summary>
    public double ObjectiveShare { get; init; } = 0.95;

    /// <summary>How late this program's own work ran during the load, in milliseconds: median, 99th percentile and largest of regular looks.</summary>
    public LagRecord? Lag { get; init; }

    /// <summary>Size of a local model and what it took to load, or null.</summary>
    public Models.ModelFootprint? Footprint { get; init; }
}

/// <summary>How late work ran that was due at once, in milliseconds.</summary>
/// <param name="Looks">How often it was looked.</param>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile, as far as so many looks tell.</param>
/// <param name="Largest">Largest.</param>
public sealed record LagRecord(int Looks, double P50, double P99, double Largest);
