using Eval.Core.Costs;
using Eval.Core.Costs.BreakEven;
using Eval.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.Core.Tests.Costs.BreakEven;

public class HostedComparisonTests
{
    public static TheoryData<string, string> OneInstance => CostOracle.Of("fig-1.10-break-even");

    public static TheoryData<string, string> Steps => CostOracle.Of("break-even-steps");

    [SharedTheory]
    [MemberData(nameof(OneInstance))]
    public void OneInstance_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var comparison = new HostedComparison(
            new SteppedCost { Fixed = new Money(c.Number("local_cost_per_hour_usd")), Capacity = c.Number("local_capacity_requests_per_hour") },
            new Money(c.Number("hosted_cost_per_turn_usd")));
        c.Holds(new()
        {
            ["break_even_requests_per_hour"] = comparison.OfOneInstance,
            ["break_even_rpm"] = comparison.OfOneInstance / 60,
            ["reachable_with_one_instance"] = comparison.IsReachableWithOneInstance,
            ["break_even_utilisation"] = comparison.UtilisationOfOneInstance,
        });
    }

    [SharedTheory]
    [MemberData(nameof(Steps))]
    public void Steps_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var stepped = c.Has("fixed_per_instance_usd");
        var comparison = new HostedComparison(
            new SteppedCost
            {
                Fixed = new Money(c.Number(stepped ? "fixed_per_instance_usd" : "fixed_per_month_usd")),
                Capacity = c.NumberOr("capacity_mtok_per_instance", 1_000_000),
                Marginal = new Money(c.NumberOr("local_marginal_usd_per_mtok", 0)),
            },
            new Money(c.Number("hosted_usd_per_mtok")));
        var ranges = comparison.CheaperRanges();
        IEnumerable<Dictionary<string, object?>> At(string figure, Func<decimal, Money> cost) =>
            c.Expected[figure]!.AsArray().Select(p => OracleCase.NumberOf(p!["v"]!)).Select(v => new Dictionary<string, object?> { ["v"] = v, ["usd"] = cost(v).Usd });
        c.Holds(new()
        {
            ["crossings"] = comparison.Crossings().Select(x => new Dictionary<string, object?> { ["instances"] = x.Instances, ["volume_mtok"] = x.Volume }),
            ["local_at"] = stepped && c.Expected.ContainsKey("local_at") ? At("local_at", comparison.Own.At) : null,
            ["hosted_at"] = stepped && c.Expected.ContainsKey("hosted_at") ? At("hosted_at", comparison.HostedAt) : null,
            ["cheaper_regions_local"] = ranges.Take((c.Expected["cheaper_regions_local"] as System.Text.Json.Nodes.JsonArray)?.Count ?? 0).Select(r => new decimal?[] { r.From, r.To }),
            ["break_even_mtok"] = comparison.OfOneInstance,
        });
    }

    // Own machines against the hosted model at every quarter of a volume, with sums that decimals hold exactly.
    [Fact]
    public void CheaperRanges_AnyCosts_AgreeWithBruteForce() => Prop.ForAll(
        ArbMap.Default.ArbFor<(NonNegativeInt Fixed, PositiveInt Capacity, NonNegativeInt Marginal, PositiveInt Hosted, NonNegativeInt Overhead)>(),
        x =>
        {
            var own = new SteppedCost
            {
                Fixed = new Money(x.Fixed.Get % 60),
                Capacity = (x.Capacity.Get % 20) + 1,
                Marginal = new Money(x.Marginal.Get % 4),
                Overhead = new Money(x.Overhead.Get % 3 == 0 ? x.Overhead.Get % 90 : 0),
            };
            var comparison = new HostedComparison(own, new Money((x.Hosted.Get % 8) + 1));
            var ranges = comparison.CheaperRanges();
            for (var volume = 0.25m; volume < own.Capacity * 30; volume += 0.25m)
            {
                var (mine, theirs) = (own.At(volume), comparison.HostedAt(volume));
                var inRange = ranges.Any(r => volume >= r.From && !(volume > r.To));

                // Where a full instance saves nothing the two may touch, and no machine pays.
                if (mine < theirs && !inRange)
                {
                    return false;
                }

                if (mine > theirs && inRange && !IsRounding(mine, theirs))
                {
                    return false;
                }

                if (volume > comparison.AlwaysCheaperFrom && mine > theirs && !IsRounding(mine, theirs))
                {
                    return false;
                }
            }

            return comparison.EverPays == (ranges.Count > 0) && comparison.EverPays == comparison.AlwaysCheaperFrom is not null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void CheaperRanges_Oracles_LastOneIsOpen()
    {
        var comparison = new HostedComparison(new SteppedCost { Fixed = new Money(1800), Capacity = 900, Marginal = new Money(0.05m) }, new Money(2.5m));
        var ranges = comparison.CheaperRanges();
        ranges.Select(r => r.To).ShouldBe([900, 1800, 2700, 3600, null]);
        comparison.AlwaysCheaperFrom.ShouldBe(ranges[^1].From);
        comparison.Crossings(2).Count.ShouldBe(2);
        comparison.CheaperRanges(2).Select(r => r.To).ShouldBe([900, 1800]);
    }

    [Fact]
    public void EverPays_FullInstanceDearerThanHosted_IsNeverAtAnyVolume()
    {
        // A full instance costs 2.05 a unit.
        var comparison = new HostedComparison(new SteppedCost { Fixed = new Money(1800), Capacity = 900, Marginal = new Money(0.05m) }, new Money(1.5m));
        comparison.Own.PerUnitAtFullUse.Usd.ShouldBe(2.05m, 1e-20m);
        comparison.EverPays.ShouldBeFalse();
        comparison.Crossings().ShouldBeEmpty();
        comparison.CheaperRanges().ShouldBeEmpty();
        comparison.AlwaysCheaperFrom.ShouldBeNull();
        comparison.IsReachableWithOneInstance.ShouldBeFalse();
        new HostedComparison(comparison.Own, new Money(0.01m)).OfOneInstance.ShouldBeNull();
    }

    [Fact]
    public void CheaperRanges_NothingButMarginalCost_IsEverywhere() =>
        new HostedComparison(new SteppedCost { Fixed = Money.Zero, Capacity = 10 }, new Money(1)).CheaperRanges().ShouldBe([new CheaperRange(0, null)]);

    private static bool IsRounding(Money one, Money other) => Math.Abs((one - other).Usd) < 1e-15m;
}
