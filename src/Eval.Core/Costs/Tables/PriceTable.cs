using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Core.Models;
using Eval.Core.Workspaces;

namespace Eval.Core.Costs.Tables;

/// <summary>
/// A price table in LiteLLM's form (<c>model_prices_and_context_window.json</c>): dollars for single tokens by model. Fields that are not understood are
/// ignored, as the form demands; a field that is absent is unknown, never zero. The table is community data: every price deserves a look (<see cref="PriceLint"/>).
/// </summary>
public sealed partial class PriceTable
{
    private readonly Dictionary<string, ListedPrice> _byName;

    private PriceTable(Dictionary<string, ListedPrice> byName) => _byName = byName;

    /// <summary>All models with a price, in the table's order.</summary>
    public IReadOnlyCollection<ListedPrice> Models => _byName.Values;

    /// <summary>Reads a table.</summary>
    /// <param name="file">The JSON file.</param>
    /// <param name="asOf">The day the table was fetched.</param>
    /// <exception cref="EvalConfigurationException">The file is missing or no such table.</exception>
    public static PriceTable Read(string file, DateOnly asOf)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            var models = new Dictionary<string, ListedPrice>(StringComparer.Ordinal);
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (entry.Value.ValueKind == JsonValueKind.Object && entry.Name != "sample_spec" && ReadModel(entry.Name, entry.Value, asOf) is { } model)
                {
                    models[entry.Name] = model;
                }
            }

            return models.Count > 0 ? new PriceTable(models) : throw new EvalConfigurationException(null, $"{file} holds no prices", "a table in LiteLLM's form is expected");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new EvalConfigurationException(null, $"{file} is no price table: {e.Message}", "a JSON object of models in LiteLLM's form is expected");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(null, e.Message);
        }
    }

    /// <summary>The price of a hosted candidate's model: by its name, or by its name after the provider's; null where the table has none.</summary>
    public ListedPrice? Find(HostedModelSpec hosted)
    {
        var provider = hosted.Provider == "azure-openai" ? "azure" : hosted.Provider;
        return _byName.GetValueOrDefault($"{provider}/{hosted.Model}")
            ?? _byName.GetValueOrDefault(hosted.Model)
            ?? _byName.GetValueOrDefault(hosted.Model[(hosted.Model.LastIndexOf('/') + 1)..]);
    }

    private static ListedPrice? ReadModel(string name, JsonElement model, DateOnly asOf)
    {
        var price = new PriceSpec
        {
            InputPerMTok = PerMillion(model, "input_cost_per_token"),
            OutputPerMTok = PerMillion(model, "output_cost_per_token"),
            CachedInputPerMTok = PerMillion(model, "cache_read_input_token_cost"),
            WrittenInputPerMTok = PerMillion(model, "cache_creation_input_token_cost"),
            ReasoningPerMTok = PerMillion(model, "output_cost_per_reasoning_token"),
            InputPerMChar = PerMillion(model, "input_cost_per_character"),
            OutputPerMChar = PerMillion(model, "output_cost_per_character"),
            PerRequest = Number(model, "input_cost_per_request"),
            Above = Tiers(model),
            AsOf = asOf,
        };
        if (!price.IsPerCall)
        {
            return null;
        }

        if (price.InputPerMTok is > 0 and var standard && PerMillion(model, "input_cost_per_token_batches") is { } batch)
        {
            price = price with { BatchDiscount = decimal.Round(1 - (batch / standard), 6) };
        }

        var retired = DateOnly.TryParseExact(Text(model, "deprecation_date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        return new ListedPrice(name, Text(model, "litellm_provider"), Text(model, "mode"), price, retired);
    }

    private static IReadOnlyList<PriceTier> Tiers(JsonElement model)
    {
        var thresholds = model.EnumerateObject().Select(f => Threshold().Match(f.Name)).Where(m => m.Success)
            .Select(m => long.Parse(m.Groups["thousands"].Value, CultureInfo.InvariantCulture)).Distinct().Order().ToList();
        var tiers = thresholds.ConvertAll(t => new PriceTier
        {
            InputTokens = t * 1000,
            InputPerMTok = PerMillion(model, $"input_cost_per_token_above_{t}k_tokens"),
            OutputPerMTok = PerMillion(model, $"output_cost_per_token_above_{t}k_tokens"),
            CachedInputPerMTok = PerMillion(model, $"cache_read_input_token_cost_above_{t}k_tokens"),
            WrittenInputPerMTok = PerMillion(model, $"cache_creation_input_token_cost_above_{t}k_tokens"),
        });
        return tiers.Count == 0 ? Array.Empty<PriceTier>() : tiers;
    }

    private static decimal? PerMillion(JsonElement model, string field) => Number(model, field) is { } one ? Trimmed(one * 1_000_000m) : null;

    // From the digits as written: 1.25e-05 is no binary fraction.
    private static decimal? Number(JsonElement model, string field) =>
        model.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number
            && decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Text(JsonElement model, string field) =>
        model.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal Trimmed(decimal value) => value / 1.0000000000000000000000000000m;

    [GeneratedRegex(@"^(input|output)_cost_per_token_above_(?<thousands>\d+)k_tokens$")]
    private static partial Regex Threshold();
}
