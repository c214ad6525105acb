using Eval.Core.Models;

namespace Eval.Core.Costs;

/// <summary>
/// What a call costs: <c>batch × ((in − cached − written)·P_in + cached·P_read + written·P_write + (out − reasoning)·P_out + reasoning·P_reason)
/// + request + characters</c>, with P_read and P_write as P_in and P_reason as P_out unless stated (research/selection-cost.md 2.1).
/// </summary>
public static class CallPrice
{
    /// <summary>
    /// The cost of one call, or null where the price does not say it: a missing price is not zero. A price by the hour alone says nothing about a call.
    /// </summary>
    /// <param name="price">The price.</param>
    /// <param name="usage">What the call used.</param>
    /// <param name="batch">True for a call made through the provider's batch service.</param>
    public static Money? Of(PriceSpec price, CallUsage usage, bool batch = false)
    {
        if (!price.IsPerCall)
        {
            return null;
        }

        var cost = new Money(price.PerRequest ?? 0)
            + new PerMillion(price.InputPerMChar ?? 0).For(usage.InputCharacters)
            + new PerMillion(price.OutputPerMChar ?? 0).For(usage.OutputCharacters);
        if (!price.IsPerToken)
        {
            return cost;
        }

        // One token above a threshold prices the whole request anew, output included.
        var tier = price.Above.Where(t => t.Holds(usage.InputTokens)).MaxBy(t => t.InputTokens);
        var input = tier?.InputPerMTok ?? price.InputPerMTok;
        var output = tier?.OutputPerMTok ?? price.OutputPerMTok;
        if ((input is null && usage.InputTokens > 0) || (output is null && usage.OutputTokens > 0))
        {
            return null;
        }

        var read = tier?.CachedInputPerMTok ?? price.CachedInputPerMTok ?? input ?? 0;
        var write = tier?.WrittenInputPerMTok ?? price.WrittenInputPerMTok ?? input ?? 0;
        var reason = tier?.ReasoningPerMTok ?? price.ReasoningPerMTok ?? output ?? 0;
        var tokens = new PerMillion(input ?? 0).For(usage.InputTokens - usage.CachedInputTokens - usage.WrittenInputTokens)
            + new PerMillion(read).For(usage.CachedInputTokens)
            + new PerMillion(write).For(usage.WrittenInputTokens)
            + new PerMillion(output ?? 0).For(usage.OutputTokens - usage.ReasoningTokens)
            + new PerMillion(reason).For(usage.ReasoningTokens);
        return cost + (tokens * (batch ? 1 - price.BatchDiscount : 1));
    }

    /// <summary>
    /// The most that a call of at most this size can cost, whatever is cached, written or thought, or null as in <see cref="Of"/>.
    /// </summary>
    /// <param name="price">The price.</param>
    /// <param name="most">The largest input and output the call can have.</param>
    public static Money? Most(PriceSpec price, CallUsage most)
    {
        Money? dearest = null;
        foreach (var (written, reasoning) in (ReadOnlySpan<(bool, bool)>)[(false, false), (true, false), (false, true), (true, true)])
        {
            var usage = most with
            {
                CachedInputTokens = 0,
                WrittenInputTokens = written ? most.InputTokens : 0,
                ReasoningTokens = reasoning ? most.OutputTokens : 0,
            };
            if (Of(price, usage) is { } cost && (dearest is null || cost > dearest))
            {
                dearest = cost;
            }
        }

        return dearest;
    }
}
