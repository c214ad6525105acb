using System.Globalization;
using Eval.Core.Models;

namespace Eval.Core.Costs.Tables;

/// <summary>Writes a price as <c>eval.yaml</c> reads it.</summary>
public static class PriceText
{
    /// <summary>The value of <c>price:</c> on one line, with the keys that are stated.</summary>
    public static string Yaml(PriceSpec price)
    {
        var keys = Tokens(price.InputPerMTok, price.OutputPerMTok, price.CachedInputPerMTok, price.WrittenInputPerMTok, price.ReasoningPerMTok)
            .Append(("perRequest", Number(price.PerRequest)))
            .Append(("inputPerMChar", Number(price.InputPerMChar)))
            .Append(("outputPerMChar", Number(price.OutputPerMChar)))
            .Append(("batchDiscount", price.BatchDiscount == new PriceSpec().BatchDiscount ? null : Number(price.BatchDiscount)))
            .Append(("perHour", Number(price.PerHour)))
            .Append(("asOf", Day(price.AsOf)))
            .Append(("validFrom", Day(price.ValidFrom)))
            .Append(("validUntil", Day(price.ValidUntil)))
            .Append(("above", price.Above.Count == 0 ? null : $"[ {string.Join(", ", price.Above.Select(Tier))} ]"));
        return Map(keys);
    }

    private static string Tier(PriceTier tier) => Map(
        Tokens(tier.InputPerMTok, tier.OutputPerMTok, tier.CachedInputPerMTok, tier.WrittenInputPerMTok, tier.ReasoningPerMTok)
            .Prepend(("inclusive", tier.Inclusive ? "true" : null))
            .Prepend(("inputTokens", tier.InputTokens.ToString(CultureInfo.InvariantCulture))));

    private static IEnumerable<(string Key, string? Value)> Tokens(decimal? input, decimal? output, decimal? cached, decimal? written, decimal? reasoning) =>
    [
        ("inputPerMTok", Number(input)),
        ("outputPerMTok", Number(output)),
        ("cachedInputPerMTok", Number(cached)),
        ("writtenInputPerMTok", Number(written)),
        ("reasoningPerMTok", Number(reasoning)),
    ];

    private static string Map(IEnumerable<(string Key, string? Value)> keys) =>
        "{ " + string.Join(", ", keys.Where(k => k.Value is not null).Select(k => $"{k.Key}: {k.Value}")) + " }";

    private static string? Number(decimal? value) => value?.ToString("0.############", CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
