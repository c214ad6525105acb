using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Eval.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.Core.Tests.Models.Pipeline;

public class EndpointLimiterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Acquire_AnyLoad_NeverPassesALimitInAnySlidingMinute() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(TestRounds.Of(1000)), Prop.ForAll(Loads().ToArbitrary(), load =>
    {
        var grants = new List<(TimeSpan At, long Tokens)>();
        var (inFlight, most) = (0, 0);
        Simulation.Run(async time =>
        {
            using var limiter = new EndpointLimiter(load.Limits, time);
            await Task.WhenAll(load.Calls.Select(async call =>
            {
                await Task.Delay(call.Start, time);
                using var permit = await limiter.AcquireAsync(call.Lane, call.Tokens, CancellationToken.None);
                grants.Add((time.Elapsed, call.Tokens));
                most = Math.Max(most, ++inFlight);
                await Task.Delay(call.Length, time);
                if (call.IsTurnedAway)
                {
                    permit.Slow(pause: null);
                }
                else
                {
                    permit.Succeed();
                    permit.Correct(call.Tokens);
                }

                inFlight--;
            }));
        });

        grants.Count.ShouldBe(load.Calls.Length);
        most.ShouldBeLessThanOrEqualTo(load.Limits.Concurrency);
        foreach (var (at, _) in grants)
        {
            var minute = grants.Where(g => g.At >= at && g.At < at + Minute).ToList();
            minute.Count.ShouldBeLessThanOrEqualTo(load.Limits.RequestsPerMinute ?? int.MaxValue);
            minute.Sum(g => g.Tokens).ShouldBeLessThanOrEqualTo(load.Limits.TokensPerMinute ?? int.MaxValue);
        }
    }));

    [Fact]
    public void Acquire_LoadAboveTheLimit_UsesNearlyAllOfIt() => Simulation.Run(async time =>
    {
        using var limiter = new EndpointLimiter(new RateLimits(64, RequestsPerMinute: 100), time);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async _ =>
        {
            using var permit = await limiter.AcquireAsync("a", 1, CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(1), time);
        }));
        time.Elapsed.TotalMinutes.ShouldBeInRange(9, 9.5);
    });

    [Fact]
    public void Acquire_EstimateTooHigh_IsCorrectedByTheUsage() => Simulation.Run(async time =>
    {
        using var limiter = new EndpointLimiter(new RateLimits(1, TokensPerMinute: 1000), time);
        for (var i = 0; i < 9; i++)
        {
            // Two at their estimate would fill a minute; at their true size nine fit.
            using var permit = await limiter.AcquireAsync("a", 500, CancellationToken.None);
            permit.Correct(60);
        }

        time.Elapsed.ShouldBe(TimeSpan.Zero);
        using var next = await limiter.AcquireAsync("a", 500, CancellationToken.None);
        time.Elapsed.TotalSeconds.ShouldBe(61, 0.1);
    });

    [Fact]
    public void Acquire_SeveralLanes_TakeTurnsInOrder() => Simulation.Run(async time =>
    {
        using var limiter = new EndpointLimiter(new RateLimits(1), time);
        var order = new List<string>();
        async Task CallAsync(string lane, int number)
        {
            using var permit = await limiter.AcquireAsync(lane, 1, CancellationToken.None);
            order.Add($"{lane}{number}");
            await Task.Delay(TimeSpan.FromSeconds(1), time);
        }

        var calls = new List<Task>();
        foreach (var lane in (string[])["a", "b", "c"])
        {
            calls.AddRange(Enumerable.Range(0, lane == "a" ? 5 : 2).Select(i => CallAsync(lane, i)));
        }

        await Task.WhenAll(calls);
        order.ShouldBe(["a0", "a1", "b0", "c0", "a2", "b1", "c1", "a3", "a4"]);
    });

    [Fact]
    public void Slow_TurnedAway_HalvesTheCallsAtOnceAndRecovers() => Simulation.Run(async time =>
    {
        using var limiter = new EndpointLimiter(new RateLimits(16), time);
        var together = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => limiter.AcquireAsync("a", 1, CancellationToken.None)));
        await Task.Delay(TimeSpan.FromSeconds(1), time);
        foreach (var permit in together)
        {
            permit.Slow(pause: null);
            permit.Dispose();
        }

        // Sixteen at once were one event.
        limiter.Allowed.ShouldBe(8);
        for (var i = 0; i < 200; i++)
        {
            using var permit = await limiter.AcquireAsync("a", 1, CancellationToken.None);
            permit.Succeed();
        }

        limiter.Allowed.ShouldBe(16);
    });

    [Fact]
    public void Acquire_Cancelled_LeavesTheQueueAndTakesNothing() => Simulation.Run(async time =>
    {
        using var limiter = new EndpointLimiter(new RateLimits(1), time);
        var first = await limiter.AcquireAsync("a", 1, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var second = limiter.AcquireAsync("a", 1, stop.Token);
        var third = limiter.AcquireAsync("b", 1, CancellationToken.None);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        first.Dispose();
        (await third).Dispose();
    });

    [Fact]
    public async Task Acquire_CallLargerThanAMinute_IsRefusedWithTheReason()
    {
        using var limiter = new EndpointLimiter(new RateLimits(1, TokensPerMinute: 100), new ManualTimeProvider());
        var error = await Should.ThrowAsync<ModelCallException>(limiter.AcquireAsync("a", 101, CancellationToken.None));
        error.Failure.ShouldBe(CallFailure.BadRequest);
        error.Message.ShouldContain("tokensPerMinute: 100");
    }

    private static Gen<Load> Loads()
    {
        var call = from start in Gen.Choose(0, 90_000)
                   from length in Gen.Choose(0, 20_000)
                   from tokens in Gen.Choose(1, 60)
                   from lane in Gen.Elements("a", "b", "c")
                   from away in Gen.Choose(0, 9)
                   select new Call(TimeSpan.FromMilliseconds(start), TimeSpan.FromMilliseconds(length), tokens, lane, away == 0);
        return from concurrency in Gen.Choose(1, 12)
               from requests in Gen.Choose(0, 20)
               from tokens in Gen.Choose(0, 300)
               from calls in Gen.ArrayOf(call)
               select new Load(new RateLimits(concurrency, requests == 0 ? null : requests, tokens < 60 ? null : tokens), calls);
    }

    private sealed record Load(RateLimits Limits, Call[] Calls);

    private sealed record Call(TimeSpan Start, TimeSpan Length, long Tokens, string Lane, bool IsTurnedAway);
}
