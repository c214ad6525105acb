using Eval.Core.Models;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Models.Pipeline;

public class RetryingChatClientTests
{
    [Theory]
    [InlineData(CallFailure.Connection)]
    [InlineData(CallFailure.Timeout)]
    [InlineData(CallFailure.Server)]
    [InlineData(CallFailure.Malformed)]
    public void GetResponse_FaultsThenAnAnswer_AnswersWithTheDelayOfTheLastAttempt(CallFailure fault) => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, i => i < 3 ? Reaction.Fail(fault, delay: 2) : new Reaction());
        var record = CallRecord.Of(await bench.AskAsync())!;

        record.Attempts.ShouldBe(4);
        record.DurationMs.ShouldBe(1000);
        (record.InputTokens, record.OutputTokens).ShouldBe((100, 20));
        bench.Books.Totals.Calls.ShouldBe(4);
        bench.Books.Totals.Retries.ShouldBe(3);

        // Exponential with jitter: each pause lies between nothing and some multiple of half a second doubled, and they do not stay equal.
        var pauses = bench.Endpoint.Arrivals.Zip(bench.Endpoint.Arrivals.Skip(1), (a, b) => (b - a).TotalSeconds - 2).ToList();
        pauses.ShouldAllBe(p => p > 0 && p < 10);
        pauses.Distinct().Count().ShouldBe(3);
        pauses.Sum().ShouldBeGreaterThan(0.5);
    });

    [Theory]
    [InlineData(CallFailure.BadRequest)]
    [InlineData(CallFailure.TooLong)]
    [InlineData(CallFailure.Filtered)]
    public void GetResponse_WhatCannotHelp_IsNotTriedAgain(CallFailure failure) => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, _ => Reaction.Fail(failure));
        (await Should.ThrowAsync<ModelCallException>(bench.AskAsync())).Failure.ShouldBe(failure);
        bench.Endpoint.Arrivals.Count.ShouldBe(1);
    });

    [Fact]
    public void GetResponse_RefusedKey_GivesTheModelUpAtOnce() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, _ => Reaction.Fail(CallFailure.Unauthorized));
        (await Should.ThrowAsync<ModelUnavailableException>(bench.AskAsync())).IsPermanent.ShouldBeTrue();
        bench.Endpoint.Arrivals.Count.ShouldBe(1);
    });

    [Fact]
    public void GetResponse_FaultsWithoutEnd_EndsAfterTheConfiguredAttempts() => Simulation.Run(async time =>
    {
        var hosted = new HostedModelSpec { Provider = "openai", Model = "m", Attempts = 5 };
        var bench = new PipelineBench(time, _ => Reaction.Fail(CallFailure.Server), hosted);
        (await Should.ThrowAsync<ModelCallException>(bench.AskAsync())).Failure.ShouldBe(CallFailure.Server);
        bench.Endpoint.Arrivals.Count.ShouldBe(5);
    });

    [Fact]
    public void GetResponse_RetryAfter_IsWaitedForAndHoldsForEverybody() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, i => i == 0 ? Reaction.Fail(CallFailure.RateLimited, retryAfter: 7) : new Reaction());
        var first = bench.AskAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), time);
        var second = bench.AskAsync();
        await Task.WhenAll(first, second);

        bench.Endpoint.Arrivals[1].TotalSeconds.ShouldBe(7.1, 0.01);
        bench.Endpoint.Arrivals[2].TotalSeconds.ShouldBe(7.1, 0.01);
        CallRecord.Of(await second)!.DurationMs.ShouldBe(1000);
        bench.Books.Totals.RateLimited.ShouldBe(1);
    });

    [Fact]
    public void GetResponse_ToldToSlowDownManyTimes_DoesNotUseUpTheAttempts() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, i => i < 20 ? Reaction.Fail(CallFailure.RateLimited) : new Reaction());
        (await bench.AskAsync()).Text.ShouldBe("an answer");
        bench.Endpoint.Arrivals.Count.ShouldBe(21);
    });

    [Fact]
    public void GetResponse_AskedToWaitForHours_GivesTheModelUp() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, _ => Reaction.Fail(CallFailure.RateLimited, retryAfter: 7200));
        await Should.ThrowAsync<ModelUnavailableException>(bench.AskAsync());
        bench.Endpoint.Arrivals.Count.ShouldBe(1);
        time.Elapsed.TotalSeconds.ShouldBeLessThan(60);
    });

    [Fact]
    public void GetResponse_NoAnswerInTime_IsATimeoutOfThatAttemptAlone() => Simulation.Run(async time =>
    {
        var hosted = new HostedModelSpec { Provider = "openai", Model = "m", Concurrency = 1, Attempts = 2, AttemptTimeout = TimeSpan.FromSeconds(10) };
        var bench = new PipelineBench(time, i => i == 0 ? new Reaction { Hangs = true } : new Reaction { Delay = TimeSpan.FromSeconds(9) }, hosted);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bench.AskAsync()));

        // The last one waited for its permit longer than an attempt may take.
        time.Elapsed.TotalSeconds.ShouldBeGreaterThanOrEqualTo(46);
        answers.ShouldAllBe(a => CallRecord.Of(a)!.DurationMs == 9000);
        bench.Books.Totals.LostAnswers.ShouldBe(1);
        bench.Books.Totals.WaitMs.ShouldBeGreaterThan(10_000 + 19_000 + 28_000);
    });

    [Fact]
    public void GetStreamingResponse_BrokenBeforeItsFirstUpdate_IsTriedAgain() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, i => i < 2 ? Reaction.Fail(CallFailure.Connection, billed: true) : new Reaction { Text = "one two three" });
        var updates = await CollectAsync(bench);

        string.Concat(updates.Select(u => u.Text)).ShouldBe("one two three ");
        var record = CallRecord.Of(updates[^1])!;
        (record.Attempts, record.FirstTokenMs, record.DurationMs).ShouldBe((3, 1000, 3000));
        CallRecord.Of(updates.ToChatResponse()).ShouldBe(record);
        bench.Books.Totals.LostAnswers.ShouldBe(2);
    });

    [Fact]
    public void GetStreamingResponse_BrokenInTheMiddle_IsPassedOnAndCountedAsLost() => Simulation.Run(async time =>
    {
        var broken = Reaction.Fail(CallFailure.Connection, billed: true) with { Text = "one two three", BreaksAfter = 2 };
        var bench = new PipelineBench(time, _ => broken);
        (await Should.ThrowAsync<ModelCallException>(CollectAsync(bench))).Failure.ShouldBe(CallFailure.Connection);
        bench.Endpoint.Arrivals.Count.ShouldBe(1);
        (bench.Books.Totals.Calls, bench.Books.Totals.LostAnswers).ShouldBe((1, 1));
        bench.Endpoint.InFlight.ShouldBe(0);
    });

    [Fact]
    public void GetStreamingResponse_ReaderTurnsAway_GivesThePermitBack() => Simulation.Run(async time =>
    {
        var hosted = new HostedModelSpec { Provider = "openai", Model = "m", Concurrency = 1 };
        var bench = new PipelineBench(time, _ => new Reaction { Text = "one two three" }, hosted);
        await foreach (var update in bench.Client().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "x")]))
        {
            update.Text.ShouldBe("one ");
            break;
        }

        (await bench.AskAsync()).Text.ShouldBe("one two three");
        bench.Books.Totals.LostAnswers.ShouldBe(1);
    });

    [Fact]
    public void GetResponse_Cancelled_StopsWaitingAndSendsNothingMore() => Simulation.Run(async time =>
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3), time);
        var bench = new PipelineBench(time, _ => Reaction.Fail(CallFailure.RateLimited, retryAfter: 100));
        await Should.ThrowAsync<OperationCanceledException>(bench.AskAsync(cancellationToken: stop.Token));
        bench.Endpoint.Arrivals.Count.ShouldBe(1);
        time.Elapsed.TotalSeconds.ShouldBe(3);
    });

    private static async Task<List<ChatResponseUpdate>> CollectAsync(PipelineBench bench)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in bench.Client().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "x")], new ChatOptions { MaxOutputTokens = 50 }))
        {
            updates.Add(update);
        }

        return updates;
    }
}
