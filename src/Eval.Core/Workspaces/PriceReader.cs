using Eval.Core.Models;

namespace Eval.Core.Workspaces;

/// <summary>Reads the <c>price:</c> of a candidate.</summary>
internal static class PriceReader
{
    // Far above any price, and far enough below the range of numbers that no sum over a workload leaves it.
    private const decimal LargestUsd = 1_000_000_000;

    public static PriceSpec Read(ConfigMap map)
    {
        var price = new PriceSpec
        {
            InputPerMTok = Usd(map, "inputPerMTok"),
            OutputPerMTok = Usd(map, "outputPerMTok"),
            CachedInputPerMTok = Usd(map, "cachedInputPerMTok"),
            WrittenInputPerMTok = Usd(map, "writtenInputPerMTok"),
            ReasoningPerMTok = Usd(map, "reasoningPerMTok"),
            Above = Tiers(map),
            PerRequest = Usd(map, "perRequest"),
            InputPerMChar = Usd(map, "inputPerMChar"),
            OutputPerMChar = Usd(map, "outputPerMChar"),
            BatchDiscount = (decimal)(map.OptionalDouble("batchDiscount", 0, 1) ?? 0.5),
            PerHour = Usd(map, "perHour"),
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
                InputPerMTok = Usd(map, "inputPerMTok"),
                OutputPerMTok = Usd(map, "outputPerMTok"),
                CachedInputPerMTok = Usd(map, "cachedInputPerMTok"),
                WrittenInputPerMTok = Usd(map, "writtenInputPerMTok"),
                ReasoningPerMTok = Usd(map, "reasoningPerMTok"),
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

    private static decimal? Usd(ConfigMap map, string key) => map.OptionalDecimal(key, max: LargestUsd);
}
