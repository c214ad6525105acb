using Eval.Core.Costs;
using Eval.Core.Costs.Tables;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Tables;

public class PriceTableTests
{
    private static readonly DateOnly Fetched = new(2026, 7, 24);

    private const string Sample = """
        {
          "_comment": "free text",
          "sample_spec": { "input_cost_per_token": 0.0, "mode": "one of chat, embedding" },
          "gpt-x": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.25e-05, "output_cost_per_token": 5e-05,
            "cache_read_input_token_cost": 1.25e-06, "cache_creation_input_token_cost": 1.5625e-05, "output_cost_per_reasoning_token": 6e-05,
            "input_cost_per_token_batches": 6.25e-06, "input_cost_per_token_above_200k_tokens": 2.5e-05, "output_cost_per_token_above_200k_tokens": 7.5e-05,
            "cache_read_input_token_cost_above_200k_tokens": 2.5e-06, "input_cost_per_token_above_200k_tokens_priority": 9, "deprecation_date": "2026-06-01",
            "something_new": { "nested": [1] } },
          "azure/gpt-x": { "mode": "chat", "input_cost_per_token": 2e-05, "output_cost_per_token": 8e-05 },
          "free": { "mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 0.0 },
          "letters": { "mode": "completion", "input_cost_per_character": 5e-07, "output_cost_per_character": 1e-06 },
          "unpriced": { "mode": "chat", "max_tokens": 100 }
        }
        """;

    [Fact]
    public void Read_Table_TakesPricesExactlyAndIgnoresWhatItDoesNotKnow()
    {
        using var folder = new TemporaryFolder();
        folder.Write("prices.json", Sample);
        var table = PriceTable.Read(folder.PathOf("prices.json"), Fetched);

        table.Models.Select(m => m.Name).ShouldBe(["gpt-x", "azure/gpt-x", "free", "letters"]);
        var listed = table.Find(new HostedModelSpec { Provider = "openai", Model = "gpt-x" })!;
        (listed.Provider, listed.Mode, listed.RetiredOn).ShouldBe(("openai", "chat", new DateOnly(2026, 6, 1)));
        listed.Price.Above.ShouldBe([new PriceTier { InputTokens = 200_000, InputPerMTok = 25, OutputPerMTok = 75, CachedInputPerMTok = 2.5m }]);
        (listed.Price with { Above = [] }).ShouldBe(new PriceSpec
        {
            InputPerMTok = 12.5m,
            OutputPerMTok = 50,
            CachedInputPerMTok = 1.25m,
            WrittenInputPerMTok = 15.625m,
            ReasoningPerMTok = 60,
            BatchDiscount = 0.5m,
            AsOf = Fetched,
        });
        table.Find(new HostedModelSpec { Provider = "azure-openai", Model = "gpt-x" })!.Name.ShouldBe("azure/gpt-x");
        table.Find(new HostedModelSpec { Provider = "openai-compatible", Model = "vendor/gpt-x" })!.Name.ShouldBe("gpt-x");
        table.Find(new HostedModelSpec { Provider = "openai", Model = "gpt-y" }).ShouldBeNull();
        CallPrice.Of(table.Models.Single(m => m.Name == "free").Price, new CallUsage(10, 10)).ShouldBe(Money.Zero);
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("{ \"a\": ")]
    [InlineData("{}")]
    public void Read_NoTable_IsAClearError(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("prices.json", text);
        Should.Throw<EvalConfigurationException>(() => PriceTable.Read(folder.PathOf("prices.json"), Fetched)).Message.ShouldContain("prices.json");
        Should.Throw<EvalConfigurationException>(() => PriceTable.Read(folder.PathOf("none.json"), Fetched)).Message.ShouldContain("none.json");
    }

    [Fact]
    public void Yaml_OfAPrice_IsReadBackAsTheSame()
    {
        using var folder = new TemporaryFolder();
        folder.Write("prices.json", Sample);
        var price = PriceTable.Read(folder.PathOf("prices.json"), Fetched).Models.First().Price with { PerRequest = 0.01m, BatchDiscount = 0.25m };
        price = price with { Above = [.. price.Above, new PriceTier { InputTokens = 500_000, Inclusive = true, InputPerMTok = 50 }] };
        folder.Write("eval.yaml", $"candidates: [ {{ id: a, hosted: {{ provider: openai, model: m }}, price: {PriceText.Yaml(price)} }} ]");
        var read = WorkspaceLoader.Load(folder.Root).Candidates[0].Price!;
        read.Above.ShouldBe(price.Above);
        (read with { Above = [] }).ShouldBe(price with { Above = [] });
    }

    [SharedFact]
    public void Read_PublicSnapshot_HasEveryPricedModelAndItsKnownFigures()
    {
        var table = PriceTable.Read(SharedFolder.PathOf("datasets", "model-prices", "model_prices_and_context_window.json"), Fetched);

        // 218 rows; what has no price by the token, character or request is no price of a language model's call.
        table.Models.Count.ShouldBeInRange(210, 218);
        table.Models.ShouldAllBe(m => m.Price.IsPerCall && m.Price.AsOf == Fetched);
        table.Models.Count(m => m.Price.Above.Count > 0).ShouldBe(27);
        table.Models.Count(m => m.RetiredOn is not null).ShouldBeInRange(10, 16);
        var slips = table.Models.Where(m => PriceLint.Examine(m, Fetched).Any(f => f.Rule == "slip")).Select(m => m.Name).ToList();
        slips.Count.ShouldBeLessThan(10, string.Join(", ", slips));
    }

    [Theory]
    [InlineData(3.0, 15.0, 0.3, "")]
    [InlineData(3000.0, 15000.0, null, "slip slip")]
    [InlineData(0.0002, 0.0008, null, "slip slip")]
    [InlineData(3.0, 1500.0, null, "slip slip")]
    [InlineData(15.0, 3.0, null, "order")]
    [InlineData(3.0, 15.0, 30.0, "order")]
    [InlineData(3.0, null, null, "missing")]
    [InlineData(0.0, 0.0, null, "")]
    public void Examine_Price_NamesItsSlips(double? input, double? output, double? cached, string rules)
    {
        var price = new PriceSpec { InputPerMTok = (decimal?)input, OutputPerMTok = (decimal?)output, CachedInputPerMTok = (decimal?)cached, AsOf = Fetched };
        string.Join(' ', PriceLint.Examine(price, isChat: true, Fetched).Select(f => f.Rule)).ShouldBe(rules);
    }

    [Fact]
    public void Examine_OldOrOddDates_AreNamed()
    {
        static string Rules(PriceSpec price, DateOnly today) => string.Join(' ', PriceLint.Examine(price, isChat: true, today).Select(f => f.Rule));
        var price = new PriceSpec { InputPerMTok = 1, OutputPerMTok = 2, AsOf = Fetched };
        Rules(price, Fetched.AddDays(180)).ShouldBe("");
        Rules(price, Fetched.AddDays(181)).ShouldBe("stale");
        Rules(price, Fetched.AddDays(-1)).ShouldBe("stale");
        Rules(price with { AsOf = null }, Fetched).ShouldBe("stale");
        Rules(price with { ValidUntil = Fetched }, Fetched.AddDays(1)).ShouldBe("stale");
        Rules(price with { BatchDiscount = -0.1m }, Fetched).ShouldBe("order");
        Rules(price with { Above = [new PriceTier { InputTokens = 10, InputPerMTok = 0.5m }] }, Fetched).ShouldBe("order");
        PriceLint.Examine(new ListedPrice("m", null, "chat", price, Fetched), Fetched.AddDays(1)).Single().Rule.ShouldBe("retired");
        PriceLint.Examine(new ListedPrice("m", null, "embedding", new PriceSpec { InputPerMTok = 1, AsOf = Fetched }, null), Fetched).ShouldBeEmpty();
    }
}
