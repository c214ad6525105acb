using Eval.Core.Models;

namespace Eval.Core.Costs;

/// <summary>What asking a suite will take, estimated before the first call.</summary>
/// <param name="Calls">Requests to the model.</param>
/// <param name="InputTokens">Tokens sent, at about four characters each.</param>
/// <param name="OutputTokens">Tokens answered, at most.</param>
/// <param name="Low">What it costs at the least: short answers, sparse text; null where no price is known.</param>
/// <param name="High">What it costs at the most: every answer as long as allowed, dense text; null where no price is known.</param>
public sealed record RunEstimate(long Calls, long InputTokens, long OutputTokens, Money? Low = null, Money? High = null)
{
    /// <summary>Estimates a number of calls.</summary>
    /// <param name="calls">Calls in all.</param>
    /// <param name="characters">Characters sent in all.</param>
    /// <param name="outputTokens">Tokens answered in all, at most.</param>
    /// <param name="price">The price, or null where unknown.</param>
    public static RunEstimate Of(long calls, long characters, long outputTokens, PriceSpec? price)
    {
        var estimate = new RunEstimate(calls, characters / 4, outputTokens);
        return price is not { IsPerCall: true } || calls == 0 ? estimate : estimate with
        {
            // English text has four to five characters a token, other text down to three; a chat puts some tokens around each message.
            Low = Price(price, calls, characters, inputTokens: characters / 5, outputTokens: Math.Min(calls, outputTokens)),
            High = Price(price, calls, characters, inputTokens: (characters / 3) + (16 * calls), outputTokens),
        };
    }

    /// <summary>The sum of two; money that is known counts.</summary>
    public static RunEstimate operator +(RunEstimate a, RunEstimate b) =>
        new(a.Calls + b.Calls, a.InputTokens + b.InputTokens, a.OutputTokens + b.OutputTokens, Sum(a.Low, b.Low), Sum(a.High, b.High));

    private static Money? Sum(Money? a, Money? b) => a is { } x && b is { } y ? x + y : a ?? b;

    // Thresholds are judged by the average call.
    private static Money? Price(PriceSpec price, long calls, long characters, long inputTokens, long outputTokens)
    {
        var average = new CallUsage(inputTokens / calls, outputTokens / calls);
        var tier = price.Above.Where(t => t.Holds(average.InputTokens)).MaxBy(t => t.InputTokens);
        var all = price with
        {
            Above = tier is null ? [] : [tier with { InputTokens = -1 }],
            PerRequest = price.PerRequest * calls,
        };
        return CallPrice.Of(all, new CallUsage(inputTokens, outputTokens) { InputCharacters = characters, OutputCharacters = outputTokens * 4 });
    }
}
