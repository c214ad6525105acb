using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Models.Pipeline;

public class BudgetChatClientTests
{
    // 100 input and 20 output tokens: 360 micro-dollars; at most (10 bytes + 32) × 2 + 50 × 8 = 484.
    private static readonly PriceSpec Price = new() { InputPerMTok = 2, OutputPerMTok = 8 };

    [Fact]
    public void GetResponse_BudgetForSome_StopsBeforeTheCallThatCouldPassIt() => Simulation.Run(async time =>
    {
        var budget = new SpendingLimit(new Money(0.01m), Money.Zero);
        var bench = new PipelineBench(time, _ => new Reaction { Usage = new() { InputTokenCount = 40, OutputTokenCount = 20 } }, price: Price, budget: budget);
        var calls = Enumerable.Range(0, 100).Select(_ => bench.AskAsync()).ToList();
        await Should.ThrowAsync<ModelCallException>(Task.WhenAll(calls));

        // Each costs 240 and could cost 484: the 41st could pass 10,000.
        var paid = calls.Count(c => c.IsCompletedSuccessfully);
        budget.Spent.ShouldBe(Money.FromMicroUsd(paid * 240L));
        paid.ShouldBe(40);
        bench.Endpoint.Arrivals.Count.ShouldBe(40);
        calls.Where(c => c.IsFaulted).ShouldAllBe(c => ((ModelCallException)c.Exception!.InnerException!).Failure == CallFailure.OverBudget);
        budget.Refusal!.ShouldStartWith("stopped by the budget: $0.0096 of $0.01 spent");
        bench.Books.Refusal.ShouldBe(budget.Refusal);
    });

    [Fact]
    public void GetResponse_AnswersLostOnTheWire_CountAtTheirMost() => Simulation.Run(async time =>
    {
        var budget = new SpendingLimit(new Money(0.0015m), Money.Zero);
        var bench = new PipelineBench(time, _ => Reaction.Fail(CallFailure.Connection, billed: true), price: Price, budget: budget);
        var error = await Should.ThrowAsync<ModelCallException>(bench.AskAsync());

        error.Failure.ShouldBe(CallFailure.OverBudget);
        bench.Endpoint.Arrivals.Count.ShouldBe(3);
        budget.Spent.ShouldBe(Money.FromMicroUsd(3 * 484));
        (bench.Books.Totals.LostAnswers, bench.Books.Totals.LostMicroUsd).ShouldBe((3, 3 * 484));
    });

    [Fact]
    public void GetResponse_FailedWithoutABill_GivesTheMoneyBack() => Simulation.Run(async time =>
    {
        var budget = new SpendingLimit(new Money(1), new Money(0.25m));
        var bench = new PipelineBench(time, _ => Reaction.Fail(CallFailure.BadRequest), price: Price, budget: budget);
        await Should.ThrowAsync<ModelCallException>(bench.AskAsync());
        budget.Spent.ShouldBe(new Money(0.25m));
        budget.Refusal.ShouldBeNull();
    });

    [Fact]
    public void GetResponse_AnswerWithoutUsage_CountsAtItsMostAndItsCostIsUnknown() => Simulation.Run(async time =>
    {
        var budget = new SpendingLimit(new Money(1), Money.Zero);
        var bench = new PipelineBench(time, _ => new Reaction { Usage = null }, price: Price, budget: budget);
        CallRecord.Of(await bench.AskAsync())!.CostMicroUsd.ShouldBeNull();
        budget.Spent.ShouldBe(Money.FromMicroUsd(484));
    });

    [Theory]
    [InlineData(100, 1_000_000)]
    [InlineData(1_000_000, 20)]
    public void GetResponse_UsageThatCannotBe_IsTakenForNone(int input, int output) => Simulation.Run(async time =>
    {
        var budget = new SpendingLimit(new Money(1), Money.Zero);
        var bench = new PipelineBench(time, _ => new Reaction { Usage = new() { InputTokenCount = input, OutputTokenCount = output } }, price: Price, budget: budget);
        var record = CallRecord.Of(await bench.AskAsync())!;
        (record.CostMicroUsd, record.InputTokens, record.OutputTokens).ShouldBe((null, 0, 0));
        budget.Spent.ShouldBe(Money.FromMicroUsd(484));
    });

    [Fact]
    public void GetStreamingResponse_Priced_IsSettledAtItsEnd() => Simulation.Run(async time =>
    {
        var budget = new SpendingLimit(new Money(1), Money.Zero);
        var bench = new PipelineBench(time, _ => new Reaction { Text = "one two" }, price: Price, budget: budget);
        var answer = await bench.Client().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "x")], new ChatOptions { MaxOutputTokens = 50 }).ToChatResponseAsync();
        CallRecord.Of(answer)!.CostMicroUsd.ShouldBe(360);
        budget.Spent.ShouldBe(Money.FromMicroUsd(360));
    });

    [Fact]
    public void GetResponse_PriceThatNoLongerHolds_IsNoPrice() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, _ => new Reaction(), price: Price with { ValidUntil = new DateOnly(2026, 11, 21) });
        CallRecord.Of(await bench.AskAsync())!.CostMicroUsd.ShouldBeNull();
    });
}
