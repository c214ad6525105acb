using Eval.Core.Models;

namespace Eval.Core.Costs.Tables;

/// <summary>Something about a price that deserves a look.</summary>
/// <param name="Rule">The rule as a word: <c>slip</c>, <c>order</c>, <c>missing</c>, <c>stale</c>, <c>retired</c>.</param>
/// <param name="Message">What is odd, for the user.</param>
public sealed record PriceFinding(string Rule, string Message);

/// <summary>
/// Looks for the mistakes that price tables are known for: a price for a thousand tokens taken for a million or for one, input and output
/// swapped, discounts that are none, old dates (research/selection-cost.md 2.1).
/// </summary>
public static class PriceLint
{
    // The dearest models sold so far cost 600 dollars for a million output tokens, the cheapest some cents for a million input tokens.
    private const decimal Dearest = 1000;
    private const decimal Cheapest = 0.001m;

    // Output costs up to some ten times the input; a hundred times is a slip of one of them.
    private const decimal LargestRatio = 100;

    /// <summary>How old a price may be. Providers change them several times a year.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(180);

    /// <summary>Examines a price.</summary>
    /// <param name="price">The price.</param>
    /// <param name="isChat">True for a model that writes; others sell no output.</param>
    /// <param name="today">The day it is used.</param>
    public static IEnumerable<PriceFinding> Examine(PriceSpec price, bool isChat, DateOnly today)
    {
        foreach (var (what, usd) in Parts(price))
        {
            if (usd > Dearest)
            {
                yield return new("slip", $"{what} of ${usd:0.######} for a million is dearer than anything sold: is it the price of a thousand?");
            }
            else if (usd is > 0 and < Cheapest)
            {
                yield return new("slip", $"{what} of ${usd:0.############} for a million is next to nothing: is it the price of a thousand, or of one?");
            }
            else if (usd < 0)
            {
                yield return new("slip", $"{what} is below zero");
            }
        }

        foreach (var finding in Orders(price, isChat).Concat(Dates(price, today)))
        {
            yield return finding;
        }
    }

    /// <summary>Examines a price of a table.</summary>
    /// <param name="listed">The model and its price.</param>
    /// <param name="today">The day it is used.</param>
    public static IEnumerable<PriceFinding> Examine(ListedPrice listed, DateOnly today)
    {
        var findings = Examine(listed.Price, listed.Mode is "chat" or "completion" or "responses", today);
        return listed.RetiredOn < today ? findings.Append(new("retired", $"the model was switched off on {listed.RetiredOn:yyyy-MM-dd}")) : findings;
    }

    private static IEnumerable<(string What, decimal? Usd)> Parts(PriceSpec price)
    {
        yield return ("input", price.InputPerMTok);
        yield return ("output", price.OutputPerMTok);
        yield return ("cached input", price.CachedInputPerMTok);
        yield return ("written input", price.WrittenInputPerMTok);
        yield return ("reasoning", price.ReasoningPerMTok);
        foreach (var tier in price.Above)
        {
            yield return ($"input above {tier.InputTokens} tokens", tier.InputPerMTok);
            yield return ($"output above {tier.InputTokens} tokens", tier.OutputPerMTok);
        }
    }

    private static IEnumerable<PriceFinding> Orders(PriceSpec price, bool isChat)
    {
        var (input, output) = (price.InputPerMTok, price.OutputPerMTok);
        if (isChat && price.IsPerToken && (input is null || output is null))
        {
            yield return new("missing", $"no price of {(input is null ? "input" : "output")} tokens: costs would be unknown");
        }

        if (isChat && output < input)
        {
            yield return new("order", $"output (${output:0.######}) is cheaper than input (${input:0.######}): are they swapped?");
        }

        if (input > 0 && output > LargestRatio * input)
        {
            yield return new("slip", $"output is {output / input:0} times the input: one of them is off by a factor");
        }

        if (price.CachedInputPerMTok > input)
        {
            yield return new("order", $"cached input (${price.CachedInputPerMTok:0.######}) is dearer than input (${input:0.######})");
        }

        if (price.BatchDiscount is < 0 or > 0.9m)
        {
            yield return new("order", price.BatchDiscount < 0 ? "batches are dearer than single calls" : $"batches are {price.BatchDiscount:P0} cheaper than single calls");
        }

        foreach (var tier in price.Above.Where(t => t.InputPerMTok < input || t.OutputPerMTok < output))
        {
            yield return new("order", $"requests above {tier.InputTokens} tokens are cheaper than short ones");
        }
    }

    private static IEnumerable<PriceFinding> Dates(PriceSpec price, DateOnly today)
    {
        if (price.ValidUntil < today)
        {
            yield return new("stale", $"held until {price.ValidUntil:yyyy-MM-dd}: costs are unknown since");
        }
        else if (price.AsOf is { } read && today.DayNumber - read.DayNumber > MaxAge.TotalDays)
        {
            yield return new("stale", $"was read on {read:yyyy-MM-dd}, {today.DayNumber - read.DayNumber} days ago");
        }
        else if (price.AsOf > today)
        {
            yield return new("stale", $"was read on {price.AsOf:yyyy-MM-dd}, which is still to come");
        }
        else if (price is { AsOf: null, IsPerCall: true })
        {
            yield return new("stale", "has no asOf: nobody can tell how old it is");
        }
    }
}
