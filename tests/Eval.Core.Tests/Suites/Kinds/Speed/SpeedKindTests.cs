using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Speed;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Suites.Kinds.Speed;

public class SpeedKindTests
{
    private static readonly Sample[] Rows = [.. Enumerable.Range(0, 3).Select(i => KindTesting.Row($$"""{ "question": "q{{i}}" }""", i))];

    [Fact]
    public void Closed_SoManyUsers_AskAgainWhenAnswered() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (_, _) => Answer(first: 100, tokens: 3, gap: 50));
        var results = await RunAsync(time, chat, "load: [ { concurrency: 2, requests: 6 } ]\nwarmup: 2");

        // Warm-up first, both at once; then two users in step, 200 ms a request.
        chat.Calls.Select(c => c.AtMs).ShouldBe([0, 0, 200, 200, 400, 400, 600, 600]);
        chat.MostOpen.ShouldBe(2);
        results.Count.ShouldBe(6);
        results.ShouldAllBe(r => r.Outcome == SampleOutcome.Completed && r.Slices["load"] == "closed-2" && r.DurationMs == 200);
        var traces = results.Select(r => TraceDetail.Of(r)!.Trace).ToList();
        traces.Select(t => t.ScheduledMs).ShouldBe([0, 0, 200, 200, 400, 400]);
        traces.ShouldAllBe(t => t.SentMs == t.ScheduledMs && t.SubmittedMs == t.ScheduledMs);
        TraceDetail.Of(results[0])!.Load.WallMs.ShouldBe(600);
    });

    [Theory]
    [InlineData("{ concurrency: 5, requests: 6 }", 2, 5)]
    [InlineData("{ concurrency: 1, requests: 6 }", 2, 2)]
    [InlineData("{ rate: 5, requests: 6 }", 2, 2)]
    [InlineData("{ concurrency: 5, requests: 6 }", 0, 0)]
    public void Warmup_OfALoad_ReachesEveryUser(string load, int warmup, int asked) => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (_, _) => Answer(first: 100, tokens: 1, gap: 0));
        var results = await RunAsync(time, chat, $"load: [ {load} ]\nwarmup: {warmup}");
        results.Count.ShouldBe(6);
        chat.Calls.Count.ShouldBe(6 + asked);
    });

    [Fact]
    public void Open_SlowServer_IsAskedOnScheduleAllTheSame() => Simulation.Run(async time =>
    {
        // Ten a second, and each takes a second: a closed loop would wait and hide it.
        var chat = new TimedChatClient(time, (_, _) => Answer(first: 1000, tokens: 1, gap: 0));
        var results = await RunAsync(time, chat, "load: [ { rate: 10, requests: 20 } ]\nwarmup: 0");
        var traces = results.Select(r => TraceDetail.Of(r)!.Trace).ToList();
        traces[^1].ScheduledMs.ShouldBe(2000, 1e-6);
        var gaps = traces.Zip(traces.Skip(1), (a, b) => b.ScheduledMs - a.ScheduledMs).ToList();
        gaps.ShouldAllBe(g => g > 0);
        gaps.Distinct().Count().ShouldBe(gaps.Count);

        // The timer counts whole milliseconds; what that costs is on record.
        traces.ShouldAllBe(t => t.SubmittedMs >= t.ScheduledMs && t.SubmittedMs < t.ScheduledMs + 1.001);
        traces.ShouldAllBe(t => Math.Abs(ServingTimes.Whole(t) - 1000) < 1e-6);
        chat.MostOpen.ShouldBeGreaterThan(5);
    });

    [Fact]
    public void Open_SameSeed_ComesAtTheSameTimes()
    {
        double[] first = [], second = [], other = [];
        Simulation.Run(async time => first = await TimesAsync(time, seed: 1));
        Simulation.Run(async time => second = await TimesAsync(time, seed: 1));
        Simulation.Run(async time => other = await TimesAsync(time, seed: 2));
        second.ShouldBe(first);
        other.ShouldNotBe(first);

        static async Task<double[]> TimesAsync(ManualTimeProvider time, int seed)
        {
            var chat = new TimedChatClient(time, (_, _) => Answer(10, 1, 0));
            var results = await RunAsync(time, chat, "load: [ { rate: 5, requests: 10 } ]", KindTesting.Context with { Seed = seed, Time = time });
            return [.. results.Select(r => TraceDetail.Of(r)!.Trace.ScheduledMs)];
        }
    }

    [Fact]
    public void Prompts_OfAllRequests_AreUnique() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (_, _) => Answer(10, 1, 0));
        await RunAsync(time, chat, "load: [ { concurrency: 1, requests: 7 }, { concurrency: 2, requests: 7 } ]\nwarmup: 3");
        chat.Calls.Select(c => c.Text).ShouldBeUnique();
        chat.Calls.ShouldAllBe(c => c.Text.Contains("] q"));
        var before = chat.Calls.Count;
        await RunAsync(time, chat, "load: [ { concurrency: 1, requests: 2 } ]\nwarmup: 0\nuniquePrefix: false");
        chat.Calls.Skip(before).Select(c => c.Text).ShouldBe(["q0", "q1"]);
    });

    [Fact]
    public void Lengths_OfPromptAndAnswer_AreAskedFor() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (_, _) => Answer(10, 1, 0));
        await RunAsync(time, chat, "load: [ { concurrency: 1, requests: 1 } ]\nwarmup: 0\ninputTokens: 100\noutputTokens: 32\nignoreEnd: always\nuniquePrefix: false");
        chat.Calls[0].Text.Length.ShouldBeInRange(390, 400);
        chat.Options[0]!.MaxOutputTokens.ShouldBe(32);
        chat.Options[0]!.AdditionalProperties![ModelCapabilities.IgnoreEndProperty].ShouldBe(true);
        await RunAsync(time, chat, "load: [ { concurrency: 1, requests: 1 } ]\nwarmup: 0\nmaxTokens: 9");
        chat.Options[1]!.MaxOutputTokens.ShouldBe(9);
        chat.Options[1]!.AdditionalProperties.ShouldBeNull();
    });

    [Fact]
    public void Repeat_OnceToFourTimes_GivesBestWorstAndMean() => Simulation.Run(async time =>
    {
        // Twice and more often the sentence comes once too little.
        var chat = new TimedChatClient(time, (text, _) =>
        {
            var times = int.Parse(text.Split(' ')[1]);
            return [TimedUpdate.Text(100, string.Concat(Enumerable.Repeat("a b c. ", times > 1 ? times - 1 : 1))), TimedUpdate.Usage(times * 200, output: times * 10)];
        });
        var suite = KindTesting.Suite(Yaml("load: [ { repeat: 1 }, { repeat: 2 } ]\nmetrics: [tps_llmperf_mean, tps_llmperf_best, tps_llmperf_worst, repeat_exact]\ntarget: sentence", "Repeat {{repeat}} times: {{sentence}}"));
        var results = await RunAsync(suite, time, chat, [KindTesting.Row("""{ "sentence": "a b c." }""")]);
        results.Count.ShouldBe(10);
        chat.Calls[0].Text.ShouldBe("Repeat 1 times: a b c.");
        var estimates = await EstimatesAsync(suite, results);
        estimates.Single(e => e.MetricId == "tps_llmperf_best" && e.Slice == "load=repeat-2").Value.ShouldBe(50);
        estimates.Single(e => e.MetricId == "repeat_exact" && e.Slice == "load=repeat-1").Value.ShouldBe(1);
        estimates.Single(e => e.MetricId == "repeat_exact" && e.Slice == "load=repeat-2").Value.ShouldBe(0);
    });

    [Fact]
    public void Failures_OfSomeRequests_AreCountedAndTheLoadGoesOn() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (text, _) => text.Contains("q1")
            ? [new(50, null, new ModelCallException(CallFailure.RateLimited, "slow down"))]
            : Answer(100, 2, 100));
        var suite = KindTesting.Suite(Yaml("load: [ { concurrency: 1, requests: 9 } ]\nwarmup: 1\nmetrics: [error_rate, good_share_aiperf, e2e_aiperf_p50]\nslo: { firstToken: 150 }"));
        var results = await RunAsync(suite, time, chat);
        results.Count(r => r.Outcome == SampleOutcome.ProviderError).ShouldBe(3);
        TraceDetail.Of(results[1])!.Trace.Failure.ShouldBe("RateLimited");
        var estimates = await EstimatesAsync(suite, results);
        estimates.First(e => e.MetricId == "error_rate").Value.ShouldBe(3 / 9.0);
        estimates.First(e => e.MetricId == "good_share_aiperf").Value.ShouldBe(6 / 9.0);
        var whole = estimates.First(e => e.MetricId == "e2e_aiperf_p50");
        (whole.Value, whole.N, whole.Planned).ShouldBe((200, 6, 9));
    });

    [Fact]
    public void ModelGone_InOneRequest_EndsTheLoad() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (_, _) => time.Elapsed < TimeSpan.FromSeconds(1)
            ? Answer(100, 2, 100)
            : [new(1, null, new ModelUnavailableException("gone", isPermanent: true))]);
        await Should.ThrowAsync<ModelUnavailableException>(() => RunAsync(time, chat, "load: [ { concurrency: 3, requests: 90 } ]"));
        chat.Calls.Count.ShouldBeLessThan(30);
        await Should.ThrowAsync<ModelUnavailableException>(() => RunAsync(time, chat, "load: [ { rate: 50, requests: 90 } ]\nwarmup: 0"));
    });

    [Fact]
    public void Stopped_ByTheUser_IsNoOutcome() => Simulation.Run(async time =>
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        var chat = new TimedChatClient(time, (_, _) => Answer(100, 2, 100));
        var suite = KindTesting.Suite(Yaml("load: [ { rate: 5, requests: 90 } ]"));
        var model = new FakeModelSession(chat: chat);
        var context = KindTesting.Context with { Time = time };
        var unit = (await KindTesting.CutAsync(suite, Rows, model, context))[0];
        await Should.ThrowAsync<OperationCanceledException>(() => new SpeedKind().RunAsync(suite, unit, context, model, stop.Token));
        time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    });

    [Fact]
    public void Cut_EachLoad_IsOneUnitOfItsRequests() => Simulation.Run(async time =>
    {
        var suite = KindTesting.Suite(Yaml("load: [ { concurrency: 1, requests: 4 }, { rate: 0.5, requests: 2 } ]"));
        var units = await KindTesting.CutAsync(suite, Rows, new FakeModelSession(chat: new TimedChatClient(time, (_, _) => [])));
        units.Select(u => string.Join(' ', u.Samples.Select(s => $"{s.Ordinal}:{s.Id}:{s.Fields["question"]}"))).ShouldBe(
            ["0:closed-1/1:q0 1:closed-1/2:q1 2:closed-1/3:q2 3:closed-1/4:q0", "4:open-0.5/1:q1 5:open-0.5/2:q2"]);
    });

    [Fact]
    public void Check_TheFirstRow_StandsForAllRequests()
    {
        var suite = KindTesting.Suite(Yaml("load: [ { concurrency: 1, requests: 4 }, { rate: 0.5, requests: 2 } ]\nwarmup: 3\noutputTokens: 10\ninputTokens: 100"));
        KindTesting.Check(suite, Rows[0]).ShouldBe(new SampleEstimate(12, 4800, 120));
        KindTesting.Check(suite, Rows[1]).ShouldBe(default);
    }

    [Theory]
    [InlineData("load: [ { concurrency: 1, rate: 2 } ]", "one of concurrency")]
    [InlineData("load: [ { concurrency: 2 }, { concurrency: 2 } ]", "twice")]
    [InlineData("load: []", "names no load")]
    [InlineData("load: [ { repeat: 2 } ]", "target")]
    [InlineData("slo: { share: 0.9 }", "no bound")]
    [InlineData("slo: { firstTokens: 9 }", "firstToken")]
    public void Read_Mistake_IsReported(string yaml, string says) => ConfigAssert.Problems(() => KindTesting.Suite(Yaml(yaml)))[0].ShouldContain(says);

    internal static string Yaml(string yaml, string prompt = "{{question}}") => $"kind: speed\nprompt: \"{prompt}\"\n{yaml}";

    internal static List<TimedUpdate> Answer(double first, int tokens, double gap) =>
        [.. Enumerable.Range(0, tokens).Select(i => TimedUpdate.Text(first + (i * gap), "x")), TimedUpdate.Usage(first + ((tokens - 1) * gap), tokens)];

    internal static Task<List<SampleResult>> RunAsync(ManualTimeProvider time, IChatClient chat, string yaml, SampleContext? context = null) =>
        RunAsync(KindTesting.Suite(Yaml(yaml)), time, chat, Rows, context);

    internal static Task<List<SampleResult>> RunAsync(Suite suite, ManualTimeProvider time, IChatClient chat, IEnumerable<Sample>? rows = null, SampleContext? context = null) =>
        KindTesting.RunAsync(suite, rows ?? Rows, new FakeModelSession(chat: chat), context ?? KindTesting.Context with { Time = time });

    internal static Task<IReadOnlyList<Estimate>> EstimatesAsync(Suite suite, IReadOnlyCollection<SampleResult> results) =>
        CellEstimates.ComputeAsync(suite, results.Count, 1, 0.95, 1, results.ToAsyncEnumerable(), CancellationToken.None);
}
