using Eval.Core.Costs;
using Eval.Core.Costs.Local;
using Eval.Core.Costs.Training;
using Eval.Core.Costs.Units;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Training;

public class TrainingComputeTests
{
    public static TheoryData<string, string> Cases => CostOracle.Of("training-compute-cost");

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Training_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        c.Holds(
            c.Has("alpha") ? new() { ["flops"] = TrainingCompute.ForSize(c.Real("N"), c.Real("alpha")).Operations }
            : c.Has("instances") ? new() { ["usd"] = MachinePrice.OfRent(new Money(c.Number("price")), c.Int("instances"), Duration.FromDays(c.Real("days"))).Usd }
            : OfModel(c));
    }

    // The report: 40 billion parameters on 32 machines of 8 GPUs at 150 TFLOP/s take 33.6 days.
    [Fact]
    public void TimeOn_TheBooksCluster_Is33Days() => TrainingCompute.ForSize(40e9).TimeOn(256, 150e12).Days.ShouldBe(33.66, 0.01);

    private static Dictionary<string, object?> OfModel(OracleCase c)
    {
        var (compute, time) = (TrainingCompute.Of(c.Real("N"), c.Real("D")), Duration.FromDays(c.Real("days")));
        var gpus = compute.GpusFor(time, c.Real("flops_per_gpu"));
        compute.TimeOn(gpus, c.Real("flops_per_gpu")).Days.ShouldBe(time.Days, 1e-9);
        return new() { ["total_flops"] = compute.Operations, ["gpus"] = gpus };
    }
}
