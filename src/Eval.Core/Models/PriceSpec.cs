namespace Eval.Core.Models;

/// <summary>What a candidate costs, in US dollars: the <c>price:</c> of <c>eval.yaml</c>. What is not stated is unknown, never free.</summary>
public sealed record PriceSpec
{
    /// <summary>Dollars per million input tokens, or null.</summary>
    public decimal? InputPerMTok { get; init; }

    /// <summary>Dollars per million output tokens, or null.</summary>
    public decimal? OutputPerMTok { get; init; }

    /// <summary>Dollars per million input tokens read from the provider's prompt cache, or null for the input price.</summary>
    public decimal? CachedInputPerMTok { get; init; }

    /// <summary>Dollars per million input tokens written to the provider's prompt cache, or null for the input price.</summary>
    public decimal? WrittenInputPerMTok { get; init; }

    /// <summary>Dollars per million tokens of hidden reasoning, or null for the output price.</summary>
    public decimal? ReasoningPerMTok { get; init; }

    /// <summary>Other prices for requests with a long input; the highest threshold that is passed prices the whole request.</summary>
    public IReadOnlyList<PriceTier> Above { get; init; } = [];

    /// <summary>Dollars per request on top, or null.</summary>
    public decimal? PerRequest { get; init; }

    /// <summary>Dollars per million characters sent, or null.</summary>
    public decimal? InputPerMChar { get; init; }

    /// <summary>Dollars per million characters received, or null.</summary>
    public decimal? OutputPerMChar { get; init; }

    /// <summary>Share taken off the price of tokens by the provider's batch service, 0 to 1. Default 0.5, as at the large providers.</summary>
    public decimal BatchDiscount { get; init; } = 0.5m;

    /// <summary>Dollars per hour of the machine that runs it, or null.</summary>
    public decimal? PerHour { get; init; }

    /// <summary>The day the price was read, or null.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The first day the price holds, or null.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day the price holds, or null.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>True where it prices tokens.</summary>
    public bool IsPerToken => InputPerMTok is not null || OutputPerMTok is not null;

    /// <summary>True where it prices single calls, whether by tokens, characters or requests.</summary>
    public bool IsPerCall => IsPerToken || PerRequest is not null || InputPerMChar is not null || OutputPerMChar is not null;

    /// <summary>True where the price holds on a day.</summary>
    public bool IsValidOn(DateOnly day) => !(day < ValidFrom) && !(day > ValidUntil);

    /// <summary>This price where it holds today, else null: a price that no longer holds is no price.</summary>
    public PriceSpec? Today(TimeProvider time) => IsValidOn(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) ? this : null;
}

/// <summary>Prices of requests whose input is longer than a threshold; what is null is priced as without it.</summary>
public sealed record PriceTier
{
    /// <summary>Holds for requests with more input tokens than this.</summary>
    public required long InputTokens { get; init; }

    /// <summary>True where it also holds for requests with exactly that many, as at some providers. Default false.</summary>
    public bool Inclusive { get; init; }

    /// <summary>Dollars per million input tokens, or null.</summary>
    public decimal? InputPerMTok { get; init; }

    /// <summary>Dollars per million output tokens, or null.</summary>
    public decimal? OutputPerMTok { get; init; }

    /// <summary>Dollars per million input tokens read from the provider's prompt cache, or null.</summary>
    public decimal? CachedInputPerMTok { get; init; }

    /// <summary>Dollars per million input tokens written to the provider's prompt cache, or null.</summary>
    public decimal? WrittenInputPerMTok { get; init; }

    /// <summary>Dollars per million tokens of hidden reasoning, or null.</summary>
    public decimal? ReasoningPerMTok { get; init; }

    /// <summary>True where it prices a request.</summary>
    /// <param name="inputTokens">Input tokens of the request, cached and written ones included.</param>
    public bool Holds(long inputTokens) => Inclusive ? inputTokens >= InputTokens : inputTokens > InputTokens;
}
