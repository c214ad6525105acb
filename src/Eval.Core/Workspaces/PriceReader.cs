using Eval.Core.Models;

namespace Eval.Core.Workspaces;

/// <summary>Reads the <c>price:</c> of a candidate.</summary>
internal static class PriceReader
{
    public static PriceSpec Read(ConfigMap map)
    {
        var price = new PriceSpec
        {
            InputPerMTok = map.OptionalDecimal("inputPerMTok"),
            OutputPerMTok = map.OptionalDecimal("outputPerMTok"),
            CachedInputPerMTok = map.OptionalDecimal("cachedInputPerMTok"),
            WrittenInputPerMTok = map.OptionalDecimal("writtenInputPerMTok"),
            ReasoningPerMTok = map.OptionalDecimal("reasoningPerMTok"),
            Above = Tiers(map),
            PerRequest = map.OptionalDecimal("perRequest"),
            InputPerMChar = map.OptionalDecimal("inputPerMChar"),
            OutputPerMChar = map.OptionalDecimal("outputPerMChar"),
            BatchDiscount = (decimal)(map.OptionalDouble("batchDiscount", 0, 1) ?? 0.5),
            PerHour = map.OptionalDecimal("perHour"),
            AsOf = map.OptionalDate("asOf"),
            ValidFrom = map.OptionalDate("validFrom"),
            ValidUntil = map.OptionalDate("validUntil"),
        };
        if (price.ValidUntil < price.ValidFrom)
        {
            map.Report("validUntil", "\"validUntil\" lies before \"validFrom\"");
        }

        if (price.IsPerToken && (price.InputPerMTok is null || price.OutputPerMTok is null))
        {
            map.Report(map.At, $"the price of {(price.InputPerMTok is null ? "input" : "output")} tokens is missing", "write 0 where they are free: a missing price is not zero");
        }

        return price;
    }

    private static IReadOnlyList<PriceTier> Tiers(ConfigMap price)
    {
        var tiers = new List<PriceTier>();
        foreach (var map in price.OptionalMaps("above"))
        {
            if (!map.Has("inputTokens"))
            {
                map.Report(map.At, "\"inputTokens\" is missing: the threshold");
            }

            var tier = new PriceTier
            {
                InputTokens = map.OptionalInt("inputTokens", min: 1) ?? 1,
                Inclusive = map.OptionalBool("inclusive") ?? false,
                InputPerMTok = map.OptionalDecimal("inputPerMTok"),
                OutputPerMTok = map.OptionalDecimal("outputPerMTok"),
                CachedInputPerMTok = map.OptionalDecimal("cachedInputPerMTok"),
                WrittenInputPerMTok = map.OptionalDecimal("writtenInputPerMTok"),
                ReasoningPerMTok = map.OptionalDecimal("reasoningPerMTok"),
            };
            if (tiers.Exists(t => t.InputTokens == tier.InputTokens))
            {
                map.Report("inputTokens", $"there are two prices above {tier.InputTokens} input tokens");
            }

            tiers.Add(tier);
        }

        // The empty list that prices without thresholds have, so that equal prices are equal.
        return tiers.Count == 0 ? Array.Empty<PriceTier>() : tiers;
    }
}
