using System.Text.Json.Nodes;
using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Costs;

public class CallPriceTests
{
    private static readonly PriceSpec Price = new() { InputPerMTok = 2, OutputPerMTok = 8, CachedInputPerMTok = 0.2m, WrittenInputPerMTok = 2.5m, ReasoningPerMTok = 10 };

    [SharedFact]
    public void Of_HostedCasesOfTheOracle_HoldToTheLastDigit()
    {
        Check("hosted-general", "plain", i => (PerMTok(i, "p_in", "p_out"), Usage(i)), "usd");
        Check("hosted-general", "cache-read", i => (PerMTok(i, "p_in", "p_out") with { CachedInputPerMTok = Number(i, "p_read") }, Usage(i) with { CachedInputTokens = (long)Number(i, "cached_read") }), "usd");
        Check("hosted-general", "cache-read", i => (PerMTok(i, "p_in", "p_out"), Usage(i)), "usd_without_cache");

        // Reported apart, reasoning is added to the output by the client, once.
        Check("hosted-general", "reasoning-additive", i => (PerMTok(i, "p_in", "p_out"), WithReasoning(i)), "usd");
        Check("hosted-general", "tier-cliff-below", i => (Cliff(i), Usage(i)), "usd");
        Check("hosted-general", "per-request-fee", i => (PerMTok(i, "p_in", "p_out") with { PerRequest = Number(i, "per_request_usd") }, Usage(i)), "usd", times: i => Number(i, "requests"));
        Check("prompt-cost-56-80", "correct-16k", i => (PerThousand(i), Tokens(i)), "cost_usd");
        foreach (var id in (string[])["text-davinci-004", "text-davinci-002", "cohere"])
        {
            Check("seed000-price-table", id, i => (PerThousand(i), Tokens(i)), "cost_usd");
        }

        Check(
            "seed000-price-table", "palm2-text-chars",
            i => (
                new PriceSpec { InputPerMChar = Number(i, "price_per_1k_chars_usd") * 1000, OutputPerMChar = Number(i, "price_per_1k_chars_usd") * 1000 },
                new CallUsage(0, 0) { InputCharacters = (long)Number(i, "chars_in"), OutputCharacters = (long)Number(i, "chars_out") }),
            "cost_usd");
        foreach (var id in (string[])["fig1.9-1.10/gpt4_32k", "fig1.9-1.10/claude_v2"])
        {
            Check("fig-1.9-1.10-hosted", id, Turn, "cost_per_turn_usd");
            Check("fig-1.9-1.10-hosted", id, Turn, "cost_per_hour_usd", times: i => Number(i, "concurrent_sessions") * Number(i, "requests_per_session_per_hour"));
        }
    }

    [SharedFact]
    public void RateCapacity_HostedCasesOfTheOracle_GiveTheBindingLimit()
    {
        foreach (var found in Cases("fig-1.9-1.10-hosted"))
        {
            var (inputs, expected) = (found["inputs"]!, found["expected"]!);
            var capacity = new RateCapacity((double)Number(inputs, "max_requests_per_minute"), (double)Number(inputs, "max_tokens_per_minute"));
            var tokens = (double)(Number(inputs, "input_tokens_per_request") + Number(inputs, "output_tokens_per_request"));
            capacity.Requests(tokens).ShouldBe((double)Number(expected, "effective_max_rpm"));
            capacity.IsBoundByTokens(tokens).ShouldBe(expected["binding_limit"]!.GetValue<string>() == "tpm");
        }
    }

    [SharedFact]
    public void RunEstimate_BudgetCaseOfTheOracle_GivesMoneyAndTime()
    {
        var (inputs, expected) = (Cases("eval-run-budget").Single()["inputs"]!, Cases("eval-run-budget").Single()["expected"]!);
        var calls = (long)(Number(inputs, "samples") * Number(inputs, "candidates") * Number(inputs, "repeats"));
        calls.ShouldBe((long)Number(expected, "requests"));
        var (input, output) = ((long)Number(inputs, "input"), (long)Number(inputs, "output"));
        (CallPrice.Of(PerMTok(inputs, "p_in", "p_out"), new CallUsage(input, output))!.Value.Usd * calls).ShouldBe(Number(expected, "candidate_usd"));
        var judge = CallPrice.Of(PerMTok(inputs, "judge_p_in", "judge_p_out"), new CallUsage((long)Number(inputs, "judge_input"), (long)Number(inputs, "judge_output")))!.Value;
        (judge.Usd * calls).ShouldBe(Number(expected, "judge_usd"));
        new RateCapacity((double)Number(inputs, "rpm"), (double)Number(inputs, "tpm")).LeastTime(calls, calls * (input + output)).TotalMinutes
            .ShouldBe((double)Number(expected, "min_minutes"), 1e-9);

        // What is estimated before the run lies around what it would cost at four characters a token.
        var estimate = RunEstimate.Of(calls, calls * input * 4, calls * output, PerMTok(inputs, "p_in", "p_out"));
        estimate.InputTokens.ShouldBe(calls * input);
        estimate.Low!.Value.Usd.ShouldBeLessThan(Number(expected, "candidate_usd"));
        estimate.High!.Value.Usd.ShouldBeInRange(Number(expected, "candidate_usd"), 1.2m * Number(expected, "candidate_usd"));
    }

    [Fact]
    public void Of_EveryPart_IsPricedOnce()
    {
        var usage = new CallUsage(1_000_000, 1_000_000) { CachedInputTokens = 500_000, WrittenInputTokens = 100_000, ReasoningTokens = 250_000 };
        var tokens = (0.4m * 2) + (0.5m * 0.2m) + (0.1m * 2.5m) + (0.75m * 8) + (0.25m * 10);
        CallPrice.Of(Price, usage).ShouldBe(new Money(tokens));
        CallPrice.Of(Price, usage, batch: true).ShouldBe(new Money(tokens / 2));
        CallPrice.Of(Price with { PerRequest = 1, BatchDiscount = 0.25m }, usage, batch: true).ShouldBe(new Money((tokens * 0.75m) + 1));
    }

    [Theory]
    [InlineData(100, 100 + 20)]
    [InlineData(101, 505 + 20)]
    [InlineData(200, 1000 + 20)]
    [InlineData(201, 2010 + 400)]
    public void Of_Threshold_PricesTheWholeRequestOnlyAboveIt(int thousands, int milliUsd)
    {
        var price = new PriceSpec
        {
            InputPerMTok = 1,
            OutputPerMTok = 1,
            Above =
            [
                new PriceTier { InputTokens = 200_000, InputPerMTok = 10, OutputPerMTok = 20 },
                new PriceTier { InputTokens = 100_000, InputPerMTok = 5 },
            ],
        };
        CallPrice.Of(price, new CallUsage(thousands * 1000L, 20_000)).ShouldBe(new Money(milliUsd / 1000m));
    }

    [Fact]
    public void Of_MissingPrice_IsUnknownNotZero()
    {
        CallPrice.Of(new PriceSpec { PerHour = 3 }, new CallUsage(1, 1)).ShouldBeNull();
        CallPrice.Of(new PriceSpec { InputPerMTok = 3 }, new CallUsage(1, 1)).ShouldBeNull();
        CallPrice.Of(new PriceSpec { InputPerMTok = 3 }, new CallUsage(1_000_000, 0)).ShouldBe(new Money(3));
        CallPrice.Of(new PriceSpec { PerRequest = 3 }, new CallUsage(1, 1)).ShouldBe(new Money(3));
    }

    [Fact]
    public void Most_AnyUsageWithinIt_CostsNoMore() => FsCheck.Check.QuickThrowOnFailure(FsCheck.Fluent.Prop.ForAll(
        FsCheck.Fluent.ArbMap.Default.ArbFor<(FsCheck.NonNegativeInt Input, FsCheck.NonNegativeInt Output)>(), size =>
        {
            var (input, output) = (size.Input.Get * 37, size.Output.Get * 41 % 1001);
            var usage = new CallUsage(1000, output) { CachedInputTokens = input % 501, WrittenInputTokens = input % 500, ReasoningTokens = Math.Min(output, input % 1001) };
            return CallPrice.Of(Price, usage)!.Value <= CallPrice.Most(Price, new CallUsage(1000, 1000))!.Value;
        }));

    [Fact]
    public void Usage_ReportedByAProvider_IsBroughtToOneConvention()
    {
        CallUsage.Of(null).ShouldBeNull();
        CallUsage.Of(new UsageDetails()).ShouldBeNull();
        CallUsage.Of(new UsageDetails
        {
            InputTokenCount = 100,
            OutputTokenCount = 50,
            CachedInputTokenCount = 30,
            ReasoningTokenCount = 70,
            AdditionalCounts = new() { [CallUsage.WrittenInputKey] = 90 },
        }).ShouldBe(new CallUsage(100, 50) { CachedInputTokens = 30, WrittenInputTokens = 70, ReasoningTokens = 50 });
    }

    [Fact]
    public void Money_ManySmallAmounts_AddUpExactly()
    {
        var sum = Enumerable.Repeat(new PerMillion(0.15m).For(1), 10_000_000).Aggregate((a, b) => a + b);
        sum.ShouldBe(new Money(1.5m));
        (sum.MicroUsd, Money.FromMicroUsd(sum.MicroUsd)).ShouldBe((1_500_000, sum));
        new Money(0.0000005m).MicroUsd.ShouldBe(0);
        new Money(0.0000015m).MicroUsd.ShouldBe(2);
        new Money(1234.5m).ToString().ShouldBe("$1,234.50");
        new Money(0.000244m).ToString().ShouldBe("$0.000244");
    }

    private static IEnumerable<JsonNode> Cases(string group) =>
        JsonNode.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "cost.json")))!["groups"]!.AsArray()
            .Single(g => g!["id"]!.GetValue<string>() == group)!["cases"]!.AsArray().Select(c => c!);

    private static void Check(string group, string id, Func<JsonNode, (PriceSpec Price, CallUsage Usage)> read, string figure, Func<JsonNode, decimal>? times = null)
    {
        var found = Cases(group).Single(c => c["id"]!.GetValue<string>() == id);
        var (price, usage) = read(found["inputs"]!);
        var cost = CallPrice.Of(price, usage)!.Value * (times?.Invoke(found["inputs"]!) ?? 1);
        cost.Usd.ShouldBe(Number(found["expected"]!, figure), $"{group}/{id} {figure}");
    }

    private static decimal Number(JsonNode node, string name) =>
        decimal.Parse(node[name]!.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);

    private static PriceSpec PerMTok(JsonNode i, string input, string output) => new() { InputPerMTok = Number(i, input), OutputPerMTok = Number(i, output) };

    private static PriceSpec PerThousand(JsonNode i) =>
        new() { InputPerMTok = Number(i, "price_in_per_1k_usd") * 1000, OutputPerMTok = Number(i, "price_out_per_1k_usd") * 1000 };

    private static CallUsage Usage(JsonNode i) => new((long)Number(i, "input"), i["output"] is null ? 0 : (long)Number(i, "output"));

    private static CallUsage Tokens(JsonNode i) => new((long)Number(i, "input_tokens"), (long)Number(i, "output_tokens"));

    private static CallUsage WithReasoning(JsonNode i) =>
        new((long)Number(i, "input"), (long)(Number(i, "visible_output") + Number(i, "reasoning"))) { ReasoningTokens = (long)Number(i, "reasoning") };

    private static (PriceSpec Price, CallUsage Usage) Turn(JsonNode i) => (
        PerMTok(i, "price_input_per_mtok_usd", "price_output_per_mtok_usd"),
        new CallUsage((long)Number(i, "input_tokens_per_request"), (long)Number(i, "output_tokens_per_request")));

    private static PriceSpec Cliff(JsonNode i)
    {
        static decimal At(JsonNode list, int n) => decimal.Parse(list[n]!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
        return new PriceSpec
        {
            InputPerMTok = At(i["below"]!, 0),
            OutputPerMTok = At(i["below"]!, 1),
            Above = [new PriceTier { InputTokens = (long)Number(i, "threshold"), InputPerMTok = At(i["above"]!, 0), OutputPerMTok = At(i["above"]!, 1) }],
        };
    }
}
