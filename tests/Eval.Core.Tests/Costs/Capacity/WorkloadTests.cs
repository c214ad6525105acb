using Eval.Core.Costs;
using Eval.Core.Costs.Capacity;
using Eval.Core.Costs.Units;
using Eval.Core.Models;
using Eval.Core.Suites.Kinds.Speed;
using Eval.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.Core.Tests.Costs.Capacity;

public class WorkloadTests
{
    public static TheoryData<string, string> Hosted => CostOracle.Of("fig-1.9-1.10-hosted");

    public static TheoryData<string, string> Local => CostOracle.Of("fig-1.9-1.10-local");

    public static TheoryData<string, string> Prose => CostOracle.Of("fig-1.9-1.10-prose");

    public static TheoryData<string, string> ServiceTimes => CostOracle.Of("tps-service-time");

    [SharedTheory]
    [MemberData(nameof(Hosted))]
    public void OnHosted_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var workload = Of(c) with { Turn = new CallUsage(c.Long("input_tokens_per_request"), c.Long("output_tokens_per_request")) };
        var load = workload.On(
            new PriceSpec { InputPerMTok = c.Number("price_input_per_mtok_usd"), OutputPerMTok = c.Number("price_output_per_mtok_usd") },
            new RateCapacity(c.Real("max_requests_per_minute"), c.Real("max_tokens_per_minute")));
        c.Holds(new()
        {
            ["cost_per_turn_usd"] = load.PerTurn!.Value.Usd,
            ["requests_per_hour"] = workload.Requests.Hourly,
            ["cost_per_hour_usd"] = load.PerHour!.Value.Usd,
            ["demand_rpm"] = workload.Requests.Minutely,
            ["demand_tpm"] = workload.Tokens.Minutely,
            ["at_rpm_limit"] = load.IsAtRequestLimit,
            ["at_tpm_limit"] = load.IsAtTokenLimit,
            ["effective_max_rpm"] = load.Effective!.Value.Minutely,
            ["binding_limit"] = load.Binding == BindingLimit.Tokens ? "tpm" : "rpm",
            ["max_sessions_before_limit"] = load.MostSessions,
        });
    }

    [SharedTheory]
    [MemberData(nameof(Local))]
    public void OnFleet_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var load = Of(c).On(new InstanceFleet(new Money(c.Number("instance_price_per_hour_usd")), RequestRate.PerMinute(c.Number("rpm_per_instance")), c.Int("instances")));
        c.Holds(new()
        {
            ["capacity_rpm"] = load.Fleet.Capacity.Minutely,
            ["demand_rpm"] = load.Workload.Requests.Minutely,
            ["at_rpm_limit"] = load.IsAtLimit,
            ["cost_per_hour_usd"] = load.Fleet.PerHour.Usd,
            ["instances_needed"] = load.InstancesNeeded,
            ["cost_per_hour_at_needed_usd"] = load.PerHourAtNeeded!.Value.Usd,
            ["utilisation_of_capacity"] = load.Utilisation,
            ["cost_per_request_if_served_usd"] = load.PerServedRequest!.Value.Usd,
        });
    }

    [SharedTheory]
    [MemberData(nameof(Prose))]
    public void Rates_SentencesOfTheOracle_AreWhatTheFiguresSay(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        RequestRate Rpm(string input) => RequestRate.PerMinute(c.Number(input));
        c.Holds(
            c.Has("prose_rpm") ? new() { ["agrees"] = Rpm("prose_rpm") == Rpm("table_rpm") }
            : c.Has("local_rpm") ? new() { ["ratio"] = Rpm("local_rpm") / Rpm("claude_rpm") }
            : c.Has("rpm_small") ? new() { ["ratio"] = Rpm("rpm_large") / Rpm("rpm_small") }
            : new() { ["strictly_more_than_180"] = new Money(c.Number("gpt4_per_hour")) > new Money(180) });
    }

    [SharedTheory]
    [MemberData(nameof(ServiceTimes))]
    public void Times_OracleCases_FollowFromTheRates(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        c.Holds(id switch
        {
            _ when c.Has("tps") => new() { ["seconds"] = TokenRate.PerSecond(c.Number("tps")).TimeFor(c.Number("tokens")).Seconds },
            _ when c.Has("rps") => InFlight(c),
            _ when c.Has("seconds_per_request") => new() { ["requests_per_minute"] = RequestRate.OneEvery(Duration.FromSeconds(c.Real("seconds_per_request"))).Minutely },
            _ => new() { ["seconds_between_requests"] = RequestRate.PerHour(c.Number("requests_per_user_per_hour")).Interval.Seconds },
        });
    }

    [Fact]
    public void MostSessions_AnyLimits_IsTheLastWithoutAFlag() => Prop.ForAll(
        ArbMap.Default.ArbFor<(PositiveInt Hourly, PositiveInt Tokens, PositiveInt Rpm, PositiveInt Tpm)>(),
        x =>
        {
            var workload = new Workload { Sessions = 1, PerSession = RequestRate.PerHour(x.Hourly.Get), Turn = new CallUsage(x.Tokens.Get, 1) };
            var limits = new RateCapacity(x.Rpm.Get, x.Tpm.Get * 100.0);
            var most = (int)workload.On(new PriceSpec(), limits).MostSessions!.Value;
            bool Flag(int sessions) => (workload with { Sessions = sessions }).On(new PriceSpec(), limits) is { IsAtRequestLimit: true } or { IsAtTokenLimit: true };
            return !Flag(most) && Flag(most + 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void InstancesNeeded_AnyDemand_IsTheFewestThatServeIt() => Prop.ForAll(
        ArbMap.Default.ArbFor<(PositiveInt Sessions, PositiveInt Hourly, PositiveInt Rpm)>(),
        x =>
        {
            var workload = new Workload { Sessions = x.Sessions.Get, PerSession = RequestRate.PerHour(x.Hourly.Get), Turn = new CallUsage(1, 1) };
            var fleet = new InstanceFleet(new Money(1), RequestRate.PerMinute(x.Rpm.Get));
            var needed = (int)workload.On(fleet).InstancesNeeded!.Value;
            return !workload.On(fleet with { Count = needed }).IsAtLimit && (needed == 1 || workload.On(fleet with { Count = needed - 1 }).IsAtLimit);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void On_UnknownPriceAndNoLimits_SaysNothingOfThem()
    {
        var workload = new Workload { Sessions = 3, PerSession = RequestRate.PerHour(20), Turn = new CallUsage(100, 50) };
        var load = workload.On(new PriceSpec(), default);
        (load.PerTurn, load.PerHour, load.Effective, load.Binding, load.MostSessions).ShouldBe((null, null, null, BindingLimit.None, null));
        (load.IsAtRequestLimit, load.IsAtTokenLimit).ShouldBe((false, false));
        var idle = workload.On(new InstanceFleet(new Money(2), default));
        (idle.InstancesNeeded, idle.PerHourAtNeeded, idle.PerServedRequest, idle.IsAtLimit).ShouldBe((null, null, null, true));
    }

    private static Workload Of(OracleCase c) => new()
    {
        Sessions = c.Int("concurrent_sessions"),
        PerSession = RequestRate.PerHour(c.Number("requests_per_session_per_hour")),
        Turn = new CallUsage(0, 0),
    };

    private static Dictionary<string, object?> InFlight(OracleCase c)
    {
        var mean = LoadTotals.MeanInFlight(c.Real("rps"), c.Real("seconds_per_request"));
        return new() { ["mean_in_flight"] = mean, ["slots_needed"] = Math.Ceiling(mean) };
    }
}
