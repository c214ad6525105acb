using Eval.Core.Costs.Capacity;
using Eval.Core.Costs.Units;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Capacity;

public class BatchSweepTests
{
    public static TheoryData<string, string> Cases => CostOracle.Of("batch-size-sweep");

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Sweep_OracleCase_GivesEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var runs = c.Inputs["runs"]!.AsArray().Select(r => new BatchTry(r!["batch"]!.GetValue<int>(), Duration.FromSeconds(r["seconds"]!.GetValue<double>()))).ToList();
        var sweep = new BatchSweep(c.Int("n"), [.. runs, .. c.Numbers("failed_batches").Select(b => new BatchTry((int)b, null))]);
        var best = sweep.Best!;
        c.Holds(new()
        {
            ["throughput"] = runs.Select(sweep.Throughput),
            ["speedup_vs_1"] = runs.Select(r => sweep.Speedup(r, runs[0])),
            ["best_batch"] = best.BatchSize,
            ["cost_ratio_best_to_1"] = sweep.Speedup(runs[0], best),
        });
    }

    [Fact]
    public void Best_AllFailed_IsNone()
    {
        var sweep = new BatchSweep(10, [new BatchTry(1, null)]);
        sweep.Best.ShouldBeNull();
        sweep.Speedup(sweep.Tries[0], sweep.Tries[0]).ShouldBeNull();
    }
}
