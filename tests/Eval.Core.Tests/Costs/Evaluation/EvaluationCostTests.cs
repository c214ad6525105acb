using Eval.Core.Costs;
using Eval.Core.Costs.Evaluation;
using Eval.Core.Models;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Evaluation;

public class EvaluationCostTests
{
    public static TheoryData<string, string> Cases => CostOracle.Of("eval-run-budget");

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void EvaluationCost_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var cost = new EvaluationCost
        {
            Samples = c.Long("samples"),
            Candidates = c.Int("candidates"),
            Repeats = c.Int("repeats"),
            Call = new CallUsage(c.Long("input"), c.Long("output")),
            Price = new PriceSpec { InputPerMTok = c.Number("p_in"), OutputPerMTok = c.Number("p_out") },
            JudgeCall = new CallUsage(c.Long("judge_input"), c.Long("judge_output")),
            JudgePrice = new PriceSpec { InputPerMTok = c.Number("judge_p_in"), OutputPerMTok = c.Number("judge_p_out") },
            Limits = new RateCapacity(c.Real("rpm"), c.Real("tpm")),
        };
        c.Holds(new()
        {
            ["requests"] = cost.Requests,
            ["candidate_usd"] = cost.OfCandidates!.Value.Usd,
            ["judge_usd"] = cost.OfJudge!.Value.Usd,
            ["total_usd"] = cost.Total!.Value.Usd,
            ["effective_rpm"] = cost.Limits.Requests(cost.Call.TotalTokens),
            ["min_minutes"] = cost.LeastTime.TotalMinutes,
        });
    }

    [Fact]
    public void Total_UnknownPrice_IsUnknown()
    {
        var cost = new EvaluationCost { Samples = 10, Call = new CallUsage(1, 1), Price = new PriceSpec { InputPerMTok = 1, OutputPerMTok = 1 } };
        cost.Total.ShouldBe(new Money(0.00002m));
        cost.LeastTime.ShouldBe(TimeSpan.Zero);
        (cost with { JudgeCall = new CallUsage(1, 1) }).Total.ShouldBeNull();
        (cost with { Price = new PriceSpec() }).Total.ShouldBeNull();
    }
}
