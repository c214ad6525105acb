using Eval.Core.Costs;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Elo;
using Eval.Core.Selection.Pareto;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs;

/// <summary>The oracle's remaining groups, and that none is forgotten.</summary>
public class OracleCoverageTests
{
    public static TheoryData<string, string> Elo => CostOracle.Of("elo-expected-score");

    public static TheoryData<string, string> Table => CostOracle.Of("seed000-elo-cost");

    public static TheoryData<string, string> Stores => CostOracle.Of("table-1.3-vector-db");

    public static TheoryData<string, string> Samples => CostOracle.Of("mlperf-sample-size");

    [SharedFact]
    public void Groups_All_AreTestedSomewhere() => CostOracle.Groups.Except(
    [
        // In this folder.
        "fig-1.9-1.10-hosted", "fig-1.9-1.10-local", "fig-1.9-1.10-prose", "fig-1.10-break-even", "tps-service-time", "lambda-on-demand", "lambda-provisioned", "prompt-cost-56-80",
        "token-rules-of-thumb", "chatbot-50-per-day", "seed000-elo-cost", "seed000-price-table", "seed000-training-rent", "training-compute-cost", "memory-weights", "memory-training",
        "memory-kv-cache", "batch-size-sweep", "percentile-table-1.2", "co2-seed001", "co2-codecarbon-mix", "energy-ecologits", "hosted-general", "blended-price", "prompt-cache-break-even",
        "local-per-mtok", "local-tco", "break-even-steps", "quality-adjusted-cost", "cascade-routellm-gsm8k", "cascade-routellm-mmlu", "eval-run-budget", "router-metrics", "elo-expected-score",
        "mlperf-sample-size", "table-1.3-vector-db",

        // With the measuring of speed and with statistics.
        "serving-definitions", "mistral-serving", "percentile-definition",

        // Plain means and quotients of a few printed numbers: nothing of ours computes them.
        "table-1.1-tps", "hpo-range",
    ]).ShouldBeEmpty();

    [SharedTheory]
    [MemberData(nameof(Elo))]
    public void Elo_OracleCases_FollowFromTheOnlineRule(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        if (c.Has("K"))
        {
            var (a, b) = AfterOneBattle(c.Real("K"), c.Number("S") == 1 ? BattleOutcome.AWins : BattleOutcome.BWins, c.Real("Ra"));
            c.Holds(new() { ["Ra_new"] = a, ["Rb_new"] = b });
            return;
        }

        // The expected score of a difference in the natural unit of strength.
        c.Holds(new() { ["expected"] = 1 / (1 + Math.Exp(-(c.Real("Ra") - c.Real("Rb")) / EloScale.PointsPerUnit)) });
    }

    [SharedTheory]
    [MemberData(nameof(Table))]
    public void PerMillion_PublishedTable_IsOfTwoUnits(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var rows = CostOracle.Case(group, "table").Inputs["rows"]!.AsArray().Select(r =>
        {
            var printed = OracleCase.NumberOf(r!["printed_cost_per_token_usd"]!);
            var repaired = r["unit_that_makes_sense"]!.GetValue<string>() == "per_token" ? PerMillion.FromPerUnit(printed) : PerMillion.FromPerThousand(printed);
            repaired.Usd.ShouldBe(OracleCase.NumberOf(r["usd_per_mtok"]!), 1e-9m);
            return (Model: r["model"]!.GetValue<string>(), Elo: r["elo"]!.GetValue<int>(), Printed: PerMillion.FromPerUnit(printed).Usd, Repaired: repaired.Usd);
        }).ToList();
        string[] DominatorsOf((string Model, int Elo, decimal Printed, decimal Usd) row) =>
            [.. rows.Where(r => r.Elo >= row.Elo && r.Repaired <= row.Usd && (r.Elo > row.Elo || r.Repaired < row.Usd)).Select(r => r.Model)];
        var openAi = rows.Where(r => r.Model.StartsWith("GPT", StringComparison.Ordinal)).OrderBy(r => r.Elo).ToList();
        c.Holds(new()
        {
            ["ratio_dearest_to_cheapest_printed"] = rows.Max(r => r.Printed) / rows.Min(r => r.Printed),
            ["ratio_dearest_to_cheapest_repaired"] = rows.Max(r => r.Repaired) / rows.Min(r => r.Repaired),
            ["front"] = CostQuality.FrontPoints([.. rows.Select(r => new CostQualityPoint(r.Model, (double)r.Repaired, r.Elo))]).Select(p => p.Name),
            ["dominated"] = rows.Where(r => DominatorsOf(r).Length > 0).ToDictionary(r => r.Model, r => (object?)DominatorsOf(r)),
            ["true"] = openAi.Zip(openAi.Skip(1)).All(p => p.Second.Repaired > p.First.Repaired),
            ["counterexample"] = c.Expected["counterexample"]?.GetValue<string>(),
        });
    }

    [SharedTheory]
    [MemberData(nameof(Samples))]
    public void SampleSizes_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var (percentile, confidence) = (c.Real("percentile"), c.Real("confidence"));
        if (c.Has("over_latency_seen"))
        {
            c.Holds(new() { ["min_total_queries"] = c.Numbers("over_latency_seen").Select(t => OrderStatistics.NeededForTail(percentile, (int)t, confidence)) });
            return;
        }

        var exact = OrderStatistics.NeededForMargin(percentile, c.Real("margin"), confidence);
        c.Holds(new()
        {
            ["inferences"] = Math.Round(exact),
            ["exact"] = exact,
            ["safe_ceiling"] = Math.Ceiling(exact),
            ["rounded_to_multiple_of_8192"] = Math.Ceiling(Math.Round(exact) / 8192) * 8192,
        });
    }

    [SharedTheory]
    [MemberData(nameof(Stores))]
    public void ParetoFront_TableOfStores_HasEveryOneOnIt(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var rows = c.Inputs["rows"]!.AsArray().Select(r => r!.AsObject()).ToList();
        var columns = rows[0].Select(f => f.Key).Where(k => k != "db").ToList();
        var points = rows.ConvertAll(r => new ParetoPoint(r["db"]!.GetValue<string>(), [.. columns.Select(k => (double)OracleCase.NumberOf(r[k]!))]));
        c.Holds(new()
        {
            ["best"] = columns.Select((k, i) => (k, points.MinBy(p => p.Values[i])!.Name)).ToDictionary(x => x.k, x => (object?)x.Name),
            ["pareto_front_all_five"] = ParetoFront.Of(points, [.. columns.Select(_ => Direction.Minimise)]).Names,
        });
    }

    private static (double A, double B) AfterOneBattle(double k, BattleOutcome outcome, double start)
    {
        var board = OnlineElo.Of(new BattleList(["a", "b"], [new Battle(0, 1, outcome)]), new EloOptions { K = k, Start = start });
        double Of(string model) => board.Rows.Single(r => r.Name == model).Rating;
        return (Of("a"), Of("b"));
    }
}
