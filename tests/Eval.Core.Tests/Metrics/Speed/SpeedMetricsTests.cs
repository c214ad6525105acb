using System.Text.Json;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Statistics;
using Eval.Core.Suites.Kinds.Speed;
using Eval.TestSupport;

namespace Eval.Core.Tests.Metrics.Speed;

public class SpeedMetricsTests
{
    [Fact]
    public void Percentile_TooFewRequests_IsRefusedWithTheNumberThatWouldDo()
    {
        var estimate = Of("ttft_aiperf_p99", [.. Requests("closed-1", 40, i => (i, i + 100))]);
        estimate.Value.ShouldBeNull();
        estimate.Low.ShouldBeNull();
        estimate.N.ShouldBe(40);
        estimate.Note.ShouldBe("refused: p99 needs 368 requests, there are 40");
    }

    [Fact]
    public void Percentile_EnoughRequests_HasTheOrderStatisticsAround()
    {
        var estimate = Of("ttft_aiperf_p90", [.. Requests("closed-1", 100, i => (i + 1, i + 100))]);
        estimate.Value!.Value.ShouldBe(90.1, 1e-9);
        estimate.IntervalMethod.ShouldBe("order-statistics");
        var around = OrderStatistics.Around([.. Enumerable.Range(1, 100).Select(i => (double)i)], 0.9, 0.95)!.Value;
        estimate.Low!.Value.ShouldBe(around.Low, 1e-9);
        estimate.High!.Value.ShouldBe(around.High, 1e-9);
    }

    [Fact]
    public void Percentile_OfGaps_CountsRequestsAsTheirClusters()
    {
        // Half of the requests have gaps of 10, half of 20: the gaps are many, the requests that they come from few.
        var details = Requests("closed-1", 8, i => (5, 5), i => Enumerable.Range(0, 50).Select(g => g * (i % 2 == 0 ? 10.0 : 20.0))).ToList();
        var estimate = Of("icl_aiperf_p50", details);
        estimate.N.ShouldBe(8);
        estimate.IntervalMethod.ShouldBe("bootstrap-requests");
        (estimate.Low, estimate.High).ShouldBe((10, 20));
        Of("icl_aiperf_p99", details).Value.ShouldBe(20);
    }

    [Fact]
    public void Mean_RequestsThatResembleTheirNeighbours_AreResampledInBlocks()
    {
        var estimate = Of("e2e_llmperf_mean", [.. Requests("closed-1", 64, i => (1, i < 32 ? 100 : 200))]);
        estimate.Value.ShouldBe(150);
        estimate.IntervalMethod.ShouldBe("bootstrap-time-blocks");

        // 16 blocks of 4 neighbours: twice as wide as if all 64 were independent (50/√64 = 6.25).
        estimate.StandardError!.Value.ShouldBe(12.5, 1.5);
    }

    [Fact]
    public void Loads_AreNeverMixed()
    {
        List<TraceDetail> details = [.. Requests("closed-1", 40, _ => (10, 20)), .. Requests("closed-4", 60, _ => (1000, 2000), index: 1)];
        var estimates = Estimates("ttft_aiperf_p50", details);
        estimates[0].Value.ShouldBe(10);
        (estimates[0].N, estimates[0].Planned).ShouldBe((40, 40));
        estimates[0].Note.ShouldBe("figures without a load are those of closed-1: --slices shows each");
        estimates.Single(e => e.Slice == "load=closed-4").Value.ShouldBe(1000);
        estimates.Single(e => e.Slice == "load=closed-4").Note.ShouldBeNull();
    }

    [Fact]
    public void Planned_OfARunThatStopped_IsTheFirstLoadsShare()
    {
        var details = Requests("closed-1", 30, _ => (10, 20), of: 40, ofAll: 100);
        var estimate = CellEstimates([.. details], "ttft_aiperf_p50", planned: 100)[0];
        (estimate.N, estimate.Planned).ShouldBe((30, 40));
    }

    [Fact]
    public void Load_HeldBackByTheCandidatesLimits_SaysSo()
    {
        var details = Requests("closed-32", 40, _ => (10, 20)).Select(d => d with { Trace = d.Trace with { SubmittedMs = d.Trace.SubmittedMs - 50, ScheduledMs = d.Trace.ScheduledMs - 50 } });
        Of("ttft_aiperf_p50", [.. details]).Note.ShouldNotBeNull().ShouldContain("requests waited 50 ms on average for the candidate's own limits");
    }

    [Fact]
    public void Load_AnswersThatAreShort_SayHowShort()
    {
        var details = Requests("closed-1", 40, _ => (10, 20)).Select(d => d with { Load = d.Load with { OutputTokens = 64 } }).ToList();
        Of("ttft_aiperf_p50", details).Note.ShouldBe("answers have 2 tokens on average, not 64");
        Of("length_met", details).Value.ShouldBe(0);
    }

    [Fact]
    public void Load_GoneThroughTwice_CountsTheFullestPass()
    {
        var first = Requests("closed-1", 40, _ => (10, 20));
        var again = Requests("closed-1", 5, _ => (500, 600)).Select(d => d with { Load = d.Load with { Began = d.Load.Began.AddHours(1) } });
        var estimate = Of("e2e_llmperf_mean", [.. first, .. again]);
        estimate.Value.ShouldBe(20);
        estimate.Note.ShouldBe("gone through 2 times, the fullest pass counts");
    }

    [Fact]
    public void Throughput_OfALoad_IsTheSumOverItsTime()
    {
        // One after the other, 20 ms and two tokens each.
        var details = Requests("closed-1", 40, _ => (10, 20), startEvery: 20).ToList();
        var estimate = Of("tps_system_aiperf", details);
        estimate.Value!.Value.ShouldBe(100, 1e-9);
        estimate.IntervalMethod.ShouldBe("bootstrap-time-windows");
        estimate.Low!.Value.ShouldBeLessThanOrEqualTo(100);
        estimate.High!.Value.ShouldBeGreaterThanOrEqualTo(100);
        Of("rps_aiperf", details).Value!.Value.ShouldBe(50, 1e-9);

        // A wall of twice the time, because a failed request took it.
        Of("tps_system_vllm", [.. details.Select(d => d with { Load = d.Load with { WallMs = 1600 } })]).Value!.Value.ShouldBe(50, 1e-9);
    }

    [Fact]
    public void Sweep_Knee_IsWhereMoreLoadBringsLittleMore()
    {
        LoadPoint[] curve = [new("1", 1, 100), new("2", 2, 195), new("4", 4, 350), new("8", 8, 400), new("16", 16, 405)];
        LoadSweep.Knee(curve)!.Value.Name.ShouldBe("4");
        LoadSweep.Knee([new("1", 1, 100), new("2", 2, 200), new("3", 3, 300)]).ShouldBeNull();
        LoadSweep.Knee(curve[..2]).ShouldBeNull();
    }

    [Fact]
    public void Sweep_Objective_ChoosesGoodputNotThroughput()
    {
        LoadPoint[] curve = [new("1", 1, 100, 1, 1), new("4", 4, 300, 3, 0.97), new("8", 8, 400, 3.5, 0.6)];
        LoadSweep.MostGoodput(curve, 0.95)!.Value.Name.ShouldBe("4");
        LoadSweep.MostGoodput(curve, 0.99)!.Value.Name.ShouldBe("1");
        LoadSweep.MostGoodput(curve[2..], 0.95).ShouldBeNull();
    }

    [Fact]
    public void Sweep_OverTheLoads_StandsOnlyForAll()
    {
        var objective = new ServiceObjective(FirstTokenMs: 100);
        List<TraceDetail> details =
        [
            .. Requests("closed-1", 40, _ => (10, 20), startEvery: 20), .. Requests("closed-2", 40, _ => (20, 20), startEvery: 10, index: 1),
            .. Requests("closed-9", 40, _ => (200, 210), startEvery: 9, index: 2),
        ];
        details = [.. details.Select(d => d with { Load = d.Load with { Objective = objective } })];
        var estimates = Estimates("tps_at_slo", details);
        estimates.ShouldHaveSingleItem().Note.ShouldNotBeNull().ShouldStartWith("at closed-2;");
        estimates[0].N.ShouldBe(120);
        Of("peak_tps", details).Value!.Value.ShouldBeGreaterThan(0);
        Of("goodput_vllm", details.Select(d => d with { Load = d.Load with { Objective = null } }).ToList()).Note.ShouldNotBeNull().ShouldContain("slo");
    }

    [Fact]
    public void Detail_AsStored_ComesBackWhole()
    {
        var detail = Requests("open-2.5", 1, _ => (10.1234, 20.5)).Single();
        detail = detail with
        {
            Load = detail.Load with { Lag = new LagRecord(3, 0.1, 0.2, 0.3), Footprint = new(1, 2, 3), Objective = new ServiceObjective(PerTokenMs: 4) },
            Trace = detail.Trace with { Failure = "Timeout", IsExact = false, Attempts = 3, CachedInputTokens = 4 },
        };
        var back = TraceDetail.Of(Sample(detail, 0))!;
        back.Load.ShouldBe(detail.Load);
        back.Trace.Events.ShouldBe(detail.Trace.Events);
        (back.Trace with { Events = [] }).ShouldBe(detail.Trace with { Events = [] });
        detail.ToJson().ShouldContain("\"events\":[[10.1234,0,1]");
    }

    [SharedFact]
    public void Repeats_OfTheBook_HaveItsBestWorstAndMean()
    {
        var (inputs, expected) = Case("table-1.1-tps", "means");
        var best = AtSpeeds(inputs.GetProperty("best_tps"));
        var worst = AtSpeeds(inputs.GetProperty("worst_tps"));
        Of("tps_llmperf_mean", best).Value!.Value.ShouldBe(expected.GetProperty("mean_best").GetDouble(), 1e-9);
        Of("tps_llmperf_mean", worst).Value!.Value.ShouldBe(expected.GetProperty("mean_worst").GetDouble(), 1e-9);
        Of("tps_llmperf_mean", [.. best, .. worst]).Value!.Value.ShouldBe(expected.GetProperty("mid").GetDouble(), 1e-9);
        Of("tps_llmperf_best", best).Value!.Value.ShouldBe(expected.GetProperty("max_best").GetDouble(), 1e-9);
        Of("tps_llmperf_worst", worst).Value!.Value.ShouldBe(expected.GetProperty("min_worst").GetDouble(), 1e-9);
    }

    [SharedFact]
    public void ServiceTime_AtASpeed_IsTheOracles()
    {
        var (inputs, expected) = Case("tps-service-time", "avg-250");
        var trace = AtSpeed(inputs.GetProperty("tps").GetDouble(), inputs.GetProperty("tokens").GetInt32());
        (ServingTimes.Whole(trace.Trace) / 1000).ShouldBe(expected.GetProperty("seconds").GetDouble(), 1e-12);
        ServingTimes.SpeedOverall(trace.Trace)!.Value.ShouldBe(inputs.GetProperty("tps").GetDouble(), 1e-9);
        var (limit, perMinute) = Case("tps-service-time", "ten-per-minute");
        var one = new LoadTotals([AtSpeed(1, 1).Trace with { EndMs = limit.GetProperty("seconds_per_request").GetDouble() * 1000, Events = [] }]);
        (one.RequestThroughput!.Value * 60).ShouldBe(perMinute.GetProperty("requests_per_minute").GetDouble(), 1e-9);
    }

    private static List<TraceDetail> AtSpeeds(JsonElement speeds) => [.. speeds.EnumerateArray().Select(s => AtSpeed(s.GetDouble(), 90))];

    private static TraceDetail AtSpeed(double tokensPerSecond, int tokens)
    {
        var detail = Requests("repeat-1", 1, _ => (1, tokens / tokensPerSecond * 1000)).Single();
        return detail with { Trace = detail.Trace with { OutputTokens = tokens } };
    }

    private static (JsonElement Inputs, JsonElement Expected) Case(string group, string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles/cost.json")));
        var found = document.RootElement.GetProperty("groups").EnumerateArray().Single(g => g.GetProperty("id").GetString() == group)
            .GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
        return (found.GetProperty("inputs").Clone(), found.GetProperty("expected").Clone());
    }

    // Requests of two tokens: first text and whole time of each, and the times of further pieces after the first.
    private static IEnumerable<TraceDetail> Requests(
        string load, int count, Func<int, (double First, double Whole)> times, Func<int, IEnumerable<double>>? pieces = null, int index = 0,
        double startEvery = 1000, int? of = null, int ofAll = 0)
    {
        for (var i = 0; i < count; i++)
        {
            var (start, (first, whole)) = (i * startEvery, times(i));
            TraceEvent[] events = pieces is null
                ? [new(start + first, TraceEventKind.Text, 1), new(start + whole, TraceEventKind.Text, 1)]
                : [.. pieces(i).Select(p => new TraceEvent(start + first + p, TraceEventKind.Text, 1))];
            yield return new TraceDetail(
                new LoadRecord { Name = load, Index = index, Requests = of ?? count, RequestsOfAll = ofAll, Began = DateTimeOffset.UnixEpoch, WallMs = count * startEvery },
                new RequestTrace { ScheduledMs = start, SubmittedMs = start, SentMs = start, EndMs = start + whole, Events = events, OutputTokens = events.Length, InputTokens = 5 });
        }
    }

    private static Estimate Of(string metric, IReadOnlyList<TraceDetail> details) => Estimates(metric, details)[0];

    private static IReadOnlyList<Estimate> Estimates(string metric, IReadOnlyList<TraceDetail> details) => CellEstimates(details, metric, details.Count);

    private static IReadOnlyList<Estimate> CellEstimates(IReadOnlyList<TraceDetail> details, string metric, int planned)
    {
        var suite = TestSuites.Of("speed", metrics: [metric]) with { OwnSlices = [SpeedKind.LoadSlice] };
        var estimates = new CellEstimates(suite, planned, 1, 0.95, seed: 1);
        foreach (var (i, detail) in details.Index())
        {
            estimates.Add(Sample(detail, i));
        }

        return estimates.Finish();
    }

    private static SampleResult Sample(TraceDetail detail, int ordinal) => new()
    {
        Ordinal = ordinal,
        SampleId = $"{ordinal}",
        Outcome = SampleOutcome.Completed,
        Slices = new Dictionary<string, string> { [SpeedKind.LoadSlice] = detail.Load.Name },
        DetailJson = detail.ToJson(),
    };
}
