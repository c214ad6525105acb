using System.Text.Json;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Statistics;
using Eval.Core.Suites.Kinds.Speed;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Suites.Kinds.Speed;

/// <summary>The serving cases of the oracle: recorded by the recorder on a manual clock, then computed by every definition.</summary>
public class ServingDefinitionsTests
{
    private static readonly ServiceObjective Objective = new(FirstTokenMs: 800, PerTokenMs: 250);

    [SharedFact]
    public void Trace_OfTheOracle_GivesEveryToolsNumbers()
    {
        var oracle = Case("serving-definitions", "trace");
        var traces = Record(oracle.GetProperty("inputs").GetProperty("requests"));
        var expected = oracle.GetProperty("expected");
        foreach (var wanted in expected.GetProperty("per_request").EnumerateArray())
        {
            var trace = traces[wanted.GetProperty("id").GetInt32() - 1];
            Near(ServingTimes.FirstEvent(trace), Number(wanted, "ttft_s"));
            Near(ServingTimes.FirstToken(trace), Number(wanted, "ttft_s"));
            Near(ServingTimes.FirstAnswerToken(trace), Number(wanted, "ttft_s"));
            Near(ServingTimes.FirstChunk(trace), Number(wanted, "ttft_s"));
            Near(ServingTimes.LastEvent(trace), Number(wanted, "e2e_s"));
            Near(ServingTimes.LastResponse(trace), Number(wanted, "e2e_s"));
            Near(ServingTimes.Whole(trace), Number(wanted, "e2e_s"));
            trace.OutputTokens.ShouldBe(wanted.GetProperty("output_tokens").GetInt64());
            trace.Events.Count(e => e.Kind == TraceEventKind.Text).ShouldBe(wanted.GetProperty("chunks").GetInt32());
            Near(ServingTimes.PerOutputToken(trace), Number(wanted, "tpot_vllm_aiperf_s"));
            Near(ServingTimes.InterToken(trace), Number(wanted, "tpot_vllm_aiperf_s"));
            Near(ServingTimes.InterTokenWithFirst(trace), Number(wanted, "itl_llmperf_s"));
            Near(ServingTimes.Normalised(trace), Number(wanted, "ntpot_s"));
            Near(ServingTimes.EventGaps(trace), wanted.GetProperty("inter_chunk_gaps_s"));
            Near(ServingTimes.ChunkGaps(trace), wanted.GetProperty("inter_chunk_gaps_s"));
            Near(ServingTimes.GapsPerToken(trace), wanted.GetProperty("itl_genai_perf_per_chunk_s"));
            Near(ServingTimes.SpeedAfterFirstChunk(trace) * 1000, Number(wanted, "output_speed_after_first_chunk_tps"));
            Near(ServingTimes.SpeedOverall(trace) * 1000, Number(wanted, "naive_tokens_over_e2e_tps"));
        }

        var totals = new LoadTotals(traces, Objective);
        Near(totals.SpanMs, Number(expected, "duration_s"));
        Near(totals.RequestThroughput * 1000, Number(expected, "request_throughput_rps"));
        Near(totals.TokenThroughput * 1000, Number(expected, "output_token_throughput_tps"));
        Near(totals.Goodput * 1000, Number(expected, "goodput_rps"));
        Near(totals.GoodShare * 1000, Number(expected, "good_fraction_of_attempted"));
        Near(totals.ErrorRate * 1000, Number(expected, "error_rate"));
        traces.Index().Where(t => Objective.HoldsByVllm(t.Item)).Select(t => t.Index + 1)
            .ShouldBe(expected.GetProperty("good_ids").EnumerateArray().Select(e => e.GetInt32()));
        var first = traces.Where(t => t.IsAnswered).Select(t => ServingTimes.FirstEvent(t)!.Value).Order().ToArray();
        Near(Quantile.OfSorted(first, 0.5), Number(expected, "ttft_p50_linear"));
    }

    [Fact]
    public void Recorder_RoleThoughtsAnswerAndUsage_ReadDifferentlyByEachTool() => Simulation.Run(async time =>
    {
        var chat = new TimedChatClient(time, (_, _) =>
        [
            TimedUpdate.Role(100), TimedUpdate.Thought(400, "hm"), TimedUpdate.Text(800, "a"), TimedUpdate.Text(1000, "b"),
            TimedUpdate.Role(1050), TimedUpdate.Usage(1100, output: 3), TimedUpdate.End(1200),
        ]);
        var trace = (await new RequestRecorder(chat, time).AskAsync([new(ChatRole.User, "?")], new ChatOptions(), 0, CancellationToken.None)).Trace;
        ServingTimes.FirstEvent(trace).ShouldBe(100);
        ServingTimes.FirstToken(trace).ShouldBe(400);
        ServingTimes.FirstAnswerToken(trace).ShouldBe(800);
        ServingTimes.FirstChunk(trace).ShouldBe(100);
        ServingTimes.LastEvent(trace).ShouldBe(1050);
        ServingTimes.LastResponse(trace).ShouldBe(1100);
        ServingTimes.Whole(trace).ShouldBe(1200);
        ServingTimes.PerOutputToken(trace).ShouldBe(475);
        ServingTimes.InterToken(trace).ShouldBe(350);
        ServingTimes.EventGaps(trace).ShouldBe([300, 400, 200, 50]);
        ServingTimes.ChunkGaps(trace).ShouldBe([400, 200]);
        ServingTimes.AllGaps(trace).ShouldBe([300, 400, 200, 50, 50]);
    });

    [Fact]
    public void Recorder_WhatThePipelineTells_IsWhenTheAnsweringAttemptWasSent() => Simulation.Run(async time =>
    {
        var origin = time.GetTimestamp();
        var chat = new TimedChatClient(time, (_, _) =>
        [
            TimedUpdate.Text(900, "a"),
            new(1000, new CallRecord(300) { Attempts = 3, InputTokens = 7, OutputTokens = 1, SentTimestamp = origin + TimeSpan.FromMilliseconds(650).Ticks }.ToUpdate()),
        ]);
        var trace = (await new RequestRecorder(chat, time).AskAsync([new(ChatRole.User, "?")], new ChatOptions(), 5, CancellationToken.None)).Trace;
        trace.SentMs.ShouldBe(650);
        trace.EndMs.ShouldBe(950);
        trace.Attempts.ShouldBe(3);
        trace.InputTokens.ShouldBe(7);
        trace.Events.Count.ShouldBe(1);
        ServingTimes.FirstToken(trace).ShouldBe(250);
        ServingTimes.FromSchedule(trace).ShouldBe(945);
    });

    [Fact]
    public void Recorder_Failures_AreKeptWithTheirKind() => Simulation.Run(async time =>
    {
        var script = new Dictionary<string, IReadOnlyList<TimedUpdate>>
        {
            ["late"] = [TimedUpdate.Text(100, "a"), new(500, null, new ModelCallException(CallFailure.Timeout, "no answer in time"))],
            ["empty"] = [TimedUpdate.Role(100), TimedUpdate.Usage(200, output: 0)],
        };
        var recorder = new RequestRecorder(new TimedChatClient(time, (text, _) => script[text]), time);
        var late = await recorder.AskAsync([new(ChatRole.User, "late")], new ChatOptions(), 0, CancellationToken.None);
        late.Outcome.ShouldBe(SampleOutcome.TimedOut);
        late.Trace.Failure.ShouldBe("Timeout");
        late.Trace.EndMs.ShouldBe(500);
        late.Trace.Events.Count.ShouldBe(1);
        var empty = await recorder.AskAsync([new(ChatRole.User, "empty")], new ChatOptions(), 500, CancellationToken.None);
        empty.Outcome.ShouldBe(SampleOutcome.Unparsed);
        empty.Trace.IsAnswered.ShouldBeFalse();
        await Should.ThrowAsync<ModelUnavailableException>(() => new RequestRecorder(
                new TimedChatClient(time, (_, _) => [new(1, null, new ModelCallException(CallFailure.Unauthorized, "no"))]), time)
            .AskAsync([new(ChatRole.User, "?")], new ChatOptions(), 0, CancellationToken.None));
    });

    [Fact]
    public void ChunkTokens_HiddenThoughts_AreNotSharedOut()
    {
        var trace = new RequestTrace
        {
            ScheduledMs = 0,
            SubmittedMs = 0,
            SentMs = 0,
            EndMs = 30,
            OutputTokens = 12,
            ReasoningTokens = 10,
            Events = [new(10, TraceEventKind.Text, 5), new(30, TraceEventKind.Text, 6)],
        };
        ChunkTokens.Of(trace).ShouldBe([1, 1]);
        ChunkTokens.AreShared(trace).ShouldBeFalse();
        ServingTimes.SpeedAfterFirstChunk(trace).ShouldBe(50);
    }

    [SharedFact]
    public void Knees_OfTheOracle_FollowLittlesLaw()
    {
        var points = Case("mistral-serving", "points");
        points.GetProperty("inputs").GetProperty("rows").EnumerateArray()
            .Select(r => LoadTotals.MeanInFlight(r.GetProperty("holds_to_rps").GetDouble(), r.GetProperty("best_s").GetDouble()))
            .ShouldBe(points.GetProperty("expected").GetProperty("mean_in_flight_at_knee").EnumerateArray().Select(e => e.GetDouble()), 1e-12);
        var little = Case("tps-service-time", "little");
        LoadTotals.MeanInFlight(little.GetProperty("inputs").GetProperty("rps").GetDouble(), little.GetProperty("inputs").GetProperty("seconds_per_request").GetDouble())
            .ShouldBe(little.GetProperty("expected").GetProperty("mean_in_flight").GetDouble(), 1e-12);
    }

    // Each request starts at its time and streams its chunks; a chunk of n tokens is n bytes long.
    private static List<RequestTrace> Record(JsonElement requests)
    {
        var traces = new List<RequestTrace>();
        Simulation.Run(async time =>
        {
            var script = requests.EnumerateArray().ToDictionary(r => r.GetProperty("id").GetInt32().ToString(), r => r.Clone());
            var recorder = new RequestRecorder(new TimedChatClient(time, (id, _) => Script(script[id])), time);
            traces.AddRange(await Task.WhenAll(script.Select(async r =>
            {
                var start = Ms(r.Value.GetProperty("start"));
                await Task.Delay(TimeSpan.FromMilliseconds(start), time);
                return (await recorder.AskAsync([new(ChatRole.User, r.Key)], new ChatOptions(), start, CancellationToken.None)).Trace;
            })));
        });
        return traces;
    }

    private static List<TimedUpdate> Script(JsonElement request)
    {
        var start = Ms(request.GetProperty("start"));
        if (!request.TryGetProperty("chunk_times", out var times))
        {
            return [new(100, null, new ModelCallException(CallFailure.Timeout, "timeout"))];
        }

        var tokens = request.GetProperty("tokens_per_chunk").EnumerateArray().Select(t => t.GetInt32()).ToList();
        var updates = times.EnumerateArray().Zip(tokens, (at, n) => TimedUpdate.Text(Ms(at) - start, new string('x', n))).ToList();
        var usage = new UsageContent(new UsageDetails { OutputTokenCount = tokens.Sum() });
        updates[^1].Update!.Contents.Add(usage);
        return updates;
    }

    private static double Ms(JsonElement seconds) => (double)(seconds.GetDecimal() * 1000);

    private static double? Number(JsonElement holder, string name) =>
        holder.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static JsonElement Case(string group, string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles/cost.json")));
        return document.RootElement.GetProperty("groups").EnumerateArray().Single(g => g.GetProperty("id").GetString() == group)
            .GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id).Clone();
    }

    // Recorded milliseconds against the oracle's seconds; rates are passed times 1,000.
    private static void Near(double? actual, double? seconds)
    {
        if (seconds is not { } wanted)
        {
            actual.ShouldBeNull();
            return;
        }

        (actual / 1000).ShouldNotBeNull().ShouldBe(wanted, Math.Abs(wanted) * 1e-12);
    }

    private static void Near(IEnumerable<double> actual, JsonElement seconds) =>
        actual.Select(ms => ms / 1000).ShouldBe(seconds.EnumerateArray().Select(e => e.GetDouble()), 1e-12);
}
