using Eval.Core.Costs;
using Eval.Core.Costs.Serverless;
using Eval.Core.Costs.Units;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Serverless;

public class ServerlessTests
{
    public static TheoryData<string, string> OnDemand => CostOracle.Of("lambda-on-demand");

    public static TheoryData<string, string> Provisioned => CostOracle.Of("lambda-provisioned");

    public static TheoryData<string, string> Percentiles => CostOracle.Of("percentile-table-1.2");

    [SharedTheory]
    [MemberData(nameof(OnDemand))]
    public void Month_OnDemandCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var plan = new ServerlessPlan
        {
            Memory = MemorySize.FromMebibytes(c.Real("memory_mb")),
            PerGigabyteSecond = new Money(c.Number("gb_second_rate_usd")),
            Requests = new PerMillion(c.Number("request_rate_per_million_usd")),
            FreeGigabyteSeconds = c.Number("free_gb_seconds"),
        };
        ServerlessMonth Month(string hours) =>
            plan.Month(c.Number("users") * c.Number("requests_per_user_per_hour") * c.Number(hours) * c.Number("days"), Duration.FromSeconds(c.Real("seconds_per_request")));

        // What was printed counts one hour of computing and 24 of requests: it takes two months to reproduce it.
        var (computing, requests) = (Month("compute_hours_per_day"), Month("request_hours_per_day"));
        c.Holds(new()
        {
            ["compute_seconds"] = computing.Computing.Seconds,
            ["gb_seconds"] = computing.GigabyteSeconds,
            ["billable_gb_seconds"] = computing.BillableGigabyteSeconds,
            ["compute_charge_usd"] = computing.ComputeCharge.Usd,
            ["requests"] = requests.Requests,
            ["request_charge_usd"] = requests.RequestCharge.Usd,
            ["total_usd"] = (computing.ComputeCharge + requests.RequestCharge).Usd,
        });
        if (c.Number("compute_hours_per_day") == c.Number("request_hours_per_day"))
        {
            computing.Total.Usd.ShouldBe(OracleCase.NumberOf(c.Expected["total_usd"]!), 1e-9m);
        }
    }

    [SharedTheory]
    [MemberData(nameof(Provisioned))]
    public void Month_ProvisionedCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        if (c.Has("concurrency"))
        {
            var memory = MemorySize.FromMebibytes(c.Real("memory_mb"));
            var warm = new ProvisionedConcurrency(c.Int("concurrency"), Duration.FromHours(c.Real("hours_per_day") * c.Real("days")), new Money(c.Number("rate")));
            c.Holds(new()
            {
                ["enabled_seconds"] = warm.Enabled.Seconds,
                ["gb"] = warm.Gigabytes(memory),
                ["gb_seconds"] = warm.GigabyteSeconds(memory),
                ["charge_usd"] = warm.Charge(memory).Usd,
            });
            return;
        }

        if (c.Has("parts"))
        {
            c.Holds(new() { ["total_usd"] = Book().Total.Usd });
            return;
        }

        var month = Book();
        c.Holds(new()
        {
            ["requests"] = month.Requests,
            ["charge_usd"] = c.Has("rate_per_million") ? month.RequestCharge.Usd : month.ComputeCharge.Usd,
            ["seconds"] = month.Computing.Seconds,
            ["gb_seconds"] = month.GigabyteSeconds,
        });
    }

    [SharedTheory]
    [MemberData(nameof(Percentiles))]
    public void PercentileCurve_OracleCase_GivesEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var points = c.Numbers("percentiles").Zip(c.Numbers("seconds"), (p, s) => new PercentilePoint((double)p, Duration.FromSeconds((double)s))).ToList();
        var curve = new PercentileCurve(points);
        var (least, most) = curve.SlowerThan(points.Single(p => p.Percent.Equals(50.0)).Latency * 2);
        c.Holds(new()
        {
            ["monotone"] = curve.IsMonotone,
            ["p99_over_p50"] = curve.Ratio(99, 50),
            ["p95_over_p90"] = curve.Ratio(95, 90),
            ["share_slower_than_twice_median_between_percent"] = (double[])[least, most],
            ["max"] = curve.Max.Seconds,
        });
        curve.LargestJump!.Value.Before.Percent.ShouldBe(90);
    }

    [Fact]
    public void PercentileCurve_MistakesOfATable_Show()
    {
        new PercentileCurve([Point(50, 2), Point(90, 1)]).IsMonotone.ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new PercentileCurve([Point(50, 1), Point(50, 2)]));
        Should.Throw<ArgumentException>(() => new PercentileCurve([]));
        new PercentileCurve([Point(50, 1)]).LargestJump.ShouldBeNull();
        new PercentileCurve([Point(50, 1), Point(90, 2)]).SlowerThan(Duration.FromSeconds(3)).ShouldBe((0, 10));
    }

    [Fact]
    public void Month_LessThanIsFree_CostsItsRequestsAlone()
    {
        var plan = new ServerlessPlan { Memory = MemorySize.FromGibibytes(1), PerGigabyteSecond = new Money(1), Requests = new PerMillion(1), FreeGigabyteSeconds = 100 };
        var month = plan.Month(50, Duration.FromSeconds(2));
        (month.BillableGigabyteSeconds, month.Total).ShouldBe((0, new Money(0.00005m)));
        plan.Month(51, Duration.FromSeconds(2)).ComputeCharge.ShouldBe(new Money(2));
    }

    // The book's example, 100 users for 16 hours a day, kept warm.
    private static ServerlessMonth Book() => new ServerlessPlan
    {
        Memory = MemorySize.FromMebibytes(4096),
        PerGigabyteSecond = new Money(0.000009722m),
        Requests = new PerMillion(0.2m),
    }.Month(4_800_000, Duration.FromSeconds(7.69), new ProvisionedConcurrency(100, Duration.FromHours(480), new Money(0.0000041667m)));

    private static PercentilePoint Point(double percent, double seconds) => new(percent, Duration.FromSeconds(seconds));
}
