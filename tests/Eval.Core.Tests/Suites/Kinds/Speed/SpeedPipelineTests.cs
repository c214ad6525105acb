using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Speed;
using Eval.Core.Tests.Models.Pipeline;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Suites.Kinds.Speed;

/// <summary>Loads through the whole pipeline of a hosted model: what is recorded is the server's own delay, and what stood before it is told apart.</summary>
public class SpeedPipelineTests
{
    [Fact]
    public void Retried_Requests_AreCountedAndTheirWaitIsNotTheServers() => Simulation.Run(async time =>
    {
        var seen = new HashSet<string>();
        var chat = new TimedChatClient(time, (text, _) => text.EndsWith("q1") && seen.Add(text)
            ? [new(50, null, new ModelCallException(CallFailure.Connection, "broken"))]
            : SpeedKindTests.Answer(100, 3, 50));
        var suite = KindTesting.Suite(SpeedKindTests.Yaml("load: [ { concurrency: 1, requests: 9 } ]\nwarmup: 0\nmetrics: [retry_rate, error_rate, e2e_aiperf_p50, latency_scheduled_worst]"));
        var results = await SpeedKindTests.RunAsync(suite, time, Pipeline(chat, time, concurrency: 8));
        var traces = results.Select(r => TraceDetail.Of(r)!.Trace).ToList();
        traces.Select(t => t.Attempts).ShouldBe([1, 2, 1, 1, 2, 1, 1, 2, 1]);
        traces.ShouldAllBe(t => Math.Abs(ServingTimes.Whole(t) - 200) < 1e-6 && ServingTimes.FirstToken(t) == 100);
        traces.Where(t => t.Attempts == 2).ShouldAllBe(t => t.SentMs - t.SubmittedMs > 50 && ServingTimes.FromSchedule(t) > 250);
        var estimates = await SpeedKindTests.EstimatesAsync(suite, results);
        Of(estimates, "retry_rate").Value.ShouldBe(3 / 9.0);
        Of(estimates, "error_rate").Value.ShouldBe(0);
        Of(estimates, "e2e_aiperf_p50").Value!.Value.ShouldBe(200, 1e-6);
        Of(estimates, "latency_scheduled_worst").Value!.Value.ShouldBeGreaterThan(250);
    });

    [Fact]
    public void Requests_ThatFailForGood_TellTheirAttempts() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (text, _) => text.EndsWith("q1")
            ? [new(50, null, new ModelCallException(CallFailure.Server, "broken"))]
            : SpeedKindTests.Answer(100, 3, 50));
        var suite = KindTesting.Suite(SpeedKindTests.Yaml("load: [ { concurrency: 1, requests: 6 } ]\nwarmup: 0\nmetrics: [retry_rate, error_rate]"));
        var results = await SpeedKindTests.RunAsync(suite, time, Pipeline(chat, time, concurrency: 8));
        var failed = results.Where(r => r.Outcome == SampleOutcome.ProviderError).Select(r => TraceDetail.Of(r)!.Trace).ToList();
        failed.Count.ShouldBe(2);
        failed.ShouldAllBe(t => t.Failure == "Server" && t.Attempts > 1);
        chat.Calls.Count.ShouldBe(4 + failed.Sum(t => t.Attempts));
        var estimates = await SpeedKindTests.EstimatesAsync(suite, results);
        Of(estimates, "retry_rate").Value.ShouldBe(2 / 6.0);
        Of(estimates, "error_rate").Value.ShouldBe(2 / 6.0);
    });

    [Fact]
    public void Load_AboveTheCandidatesConcurrency_RecordsTheServersDelayAndSaysThatItWasNotReached() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (_, _) => SpeedKindTests.Answer(100, 3, 50));
        var suite = KindTesting.Suite(SpeedKindTests.Yaml("load: [ { concurrency: 8, requests: 40 } ]\nwarmup: 0\nmetrics: [e2e_aiperf_p50, held_back_p50, latency_scheduled_p50]"));
        var results = await SpeedKindTests.RunAsync(suite, time, Pipeline(chat, time, concurrency: 2));
        chat.MostOpen.ShouldBe(2);
        var estimates = await SpeedKindTests.EstimatesAsync(suite, results);
        Of(estimates, "e2e_aiperf_p50").Value!.Value.ShouldBe(200, 1e-6);
        Of(estimates, "held_back_p50").Value!.Value.ShouldBe(600, 1e-6);
        Of(estimates, "latency_scheduled_p50").Value!.Value.ShouldBe(800, 1e-6);
        Of(estimates, "e2e_aiperf_p50").Note.ShouldNotBeNull().ShouldContain("the load was not reached");
    });

    [Fact]
    public void Answers_OfEarlierRuns_AreNotUsed() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (_, _) => SpeedKindTests.Answer(100, 3, 50));
        var cache = new MemoryCache();
        var suite = KindTesting.Suite(SpeedKindTests.Yaml("load: [ { concurrency: 1, requests: 6 } ]\nwarmup: 0\nuniquePrefix: false"));
        for (var run = 0; run < 2; run++)
        {
            var results = await SpeedKindTests.RunAsync(suite, time, Pipeline(chat, time, concurrency: 2, cache));
            results.ShouldAllBe(r => !r.Cached && r.DurationMs > 199);
        }

        chat.Calls.Count.ShouldBe(12);
    });

    private static Estimate Of(IReadOnlyList<Estimate> estimates, string metric) => estimates.First(e => e.MetricId == metric);

    // As a run composes it for a kind that measures time.
    private static MeteredChatClient Pipeline(IChatClient chat, TimeProvider time, int concurrency, MemoryCache? cache = null)
    {
        var hosted = new HostedModelSpec { Provider = "openai", Model = "m", Concurrency = concurrency };
        var candidate = new Candidate { Id = "c", Hosted = hosted };
        var description = new ModelDescription(
            new ModelIdentity("hosted", "m", "openai", ""), new ModelCapabilities { Chat = true, ContextLength = 4096 }, new Dictionary<string, string>());
        var gates = new EndpointGates([hosted], null, time);
        var pipeline = ChatPipeline.Hosted(chat, candidate, description, gates.Of(hosted), cache, null, PipelineSettings.Of(hosted), time);
        return new MeteredChatClient(pipeline, () => new CallScope { Lane = "c/s", ReadCache = !new SpeedKind().MeasuresTime, Books = new CallBooks() });
    }
}
