namespace Eval.Core.Models;

/// <summary>What a candidate costs, in US dollars.</summary>
public sealed record PriceSpec
{
    /// <summary>Dollars per million input tokens, or null.</summary>
    public decimal? InputPerMTok { get; init; }

    /// <summary>Dollars per million output tokens, or null.</summary>
    public decimal? OutputPerMTok { get; init; }

    /// <summary>Dollars per hour of the machine that runs it, or null.</summary>
    public decimal? PerHour { get; init; }

    /// <summary>The day the price was read, or null.</summary>
    public DateOnly? AsOf { get; init; }
}
