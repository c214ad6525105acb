using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Suites;

public class ModelCallsTests
{
    private static readonly SampleResult Start = new() { Ordinal = 3, SampleId = "s", Outcome = SampleOutcome.ProviderError, Prompt = "p" };

    [Theory]
    [InlineData(CallFailure.Connection, SampleOutcome.ProviderError)]
    [InlineData(CallFailure.Timeout, SampleOutcome.TimedOut)]
    [InlineData(CallFailure.RateLimited, SampleOutcome.ProviderError)]
    [InlineData(CallFailure.Server, SampleOutcome.ProviderError)]
    [InlineData(CallFailure.Malformed, SampleOutcome.ProviderError)]
    [InlineData(CallFailure.BadRequest, SampleOutcome.ProviderError)]
    [InlineData(CallFailure.TooLong, SampleOutcome.Skipped)]
    [InlineData(CallFailure.Filtered, SampleOutcome.Refused)]
    [InlineData(CallFailure.CircuitOpen, SampleOutcome.ProviderError)]
    public async Task AskAsync_FailedCall_IsTheSamplesOutcome(CallFailure failure, SampleOutcome outcome)
    {
        var answer = await AskAsync(() => throw new ModelCallException(failure, "what the endpoint said"));
        answer.Response.ShouldBeNull();
        answer.Sample.ShouldBe(Start with { Outcome = outcome, Reason = "what the endpoint said" });
    }

    [Fact]
    public void CallFailure_EveryKind_IsMapped()
    {
        // A kind that is added later must be thought about here.
        CallFailure[] known =
        [
            CallFailure.Connection, CallFailure.Timeout, CallFailure.RateLimited, CallFailure.Server, CallFailure.Malformed, CallFailure.BadRequest,
            CallFailure.TooLong, CallFailure.Filtered, CallFailure.CircuitOpen, CallFailure.Unauthorized, CallFailure.OverBudget,
        ];
        Enum.GetValues<CallFailure>().ShouldBe(known, ignoreOrder: true);
    }

    [Fact]
    public async Task AskAsync_OverBudget_EndsTheRun() => (await Should.ThrowAsync<ModelCallException>(
        () => AskAsync(() => throw new ModelCallException(CallFailure.OverBudget, "no money")))).Failure.ShouldBe(CallFailure.OverBudget);

    [Fact]
    public async Task AskAsync_RefusedKey_EndsTheCandidate()
    {
        var thrown = await Should.ThrowAsync<ModelUnavailableException>(() => AskAsync(() => throw new ModelCallException(CallFailure.Unauthorized, "401")));
        (thrown.IsPermanent, thrown.Message).ShouldBe((true, "401"));
    }

    [Fact]
    public async Task AskAsync_ModelGoneForGood_Throws() =>
        await Should.ThrowAsync<ModelUnavailableException>(() => AskAsync(() => throw new ModelUnavailableException("gone", isPermanent: true)));

    [Theory]
    [InlineData(RequestFailureKind.TooLong, SampleOutcome.Skipped)]
    [InlineData(RequestFailureKind.Unencodable, SampleOutcome.Skipped)]
    [InlineData(RequestFailureKind.EngineFailed, SampleOutcome.ProviderError)]
    public async Task AskAsync_LocalRequestFailed_IsTheSamplesOutcome(RequestFailureKind kind, SampleOutcome outcome) =>
        (await AskAsync(() => throw new RequestFailedException(new RequestFailure(kind, "why")))).Sample.Outcome.ShouldBe(outcome);

    [Fact]
    public async Task AskAsync_Cancelled_IsNoOutcome()
    {
        using var stop = new CancellationTokenSource();
        var chat = new ScriptedChatClient((_, _) =>
        {
            stop.Cancel();
            throw new ModelCallException(CallFailure.Connection, "cut");
        });
        await Should.ThrowAsync<ModelCallException>(() => ModelCalls.AskAsync(chat, [], new ChatOptions(), Start, stop.Token));
    }

    [Fact]
    public async Task AskAsync_CallRecord_IsCopied()
    {
        var response = ScriptedChatClient.Text("hello");
        new CallRecord(12.5) { InputTokens = 100, OutputTokens = 40, ReasoningTokens = 30, CostMicroUsd = 77, Cached = true }.AttachTo(response);
        var sample = (await AskAsync(() => response)).Sample;
        (sample.Outcome, sample.Answer, sample.DurationMs, sample.InputTokens, sample.OutputTokens, sample.CostMicroUsd, sample.Cached)
            .ShouldBe((SampleOutcome.Completed, "hello", 12.5, 100, 40, 77L, true));
    }

    [Fact]
    public async Task AskAsync_NoRecord_TakesTheModelsTokens()
    {
        var sample = (await AskAsync(() => ScriptedChatClient.Text("hello"))).Sample;
        (sample.InputTokens, sample.OutputTokens, sample.CostMicroUsd, sample.Cached).ShouldBe((10, 5, null, false));
    }

    [Fact]
    public async Task AskAsync_ContentFilter_IsRefusedAndKeepsTheAnswer()
    {
        var answer = await AskAsync(() => ScriptedChatClient.Text("I ca", ChatFinishReason.ContentFilter));
        (answer.Sample.Outcome, answer.Sample.Answer, answer.Sample.InputTokens).ShouldBe((SampleOutcome.Refused, "I ca", 10));
    }

    private static Task<ModelAnswer> AskAsync(Func<ChatResponse> answer) =>
        ModelCalls.AskAsync(new ScriptedChatClient((_, _) => answer()), [new ChatMessage(ChatRole.User, "p")], new ChatOptions(), Start, CancellationToken.None);
}
