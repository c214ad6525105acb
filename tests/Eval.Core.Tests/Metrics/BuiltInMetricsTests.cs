using Eval.Core.Imports;
using Eval.Core.Metrics;
using Eval.Core.Metrics.Arena;
using Eval.Core.Metrics.Judged;

namespace Eval.Core.Tests.Metrics;

public class BuiltInMetricsTests
{
    [Fact]
    public void All_EveryImplementation_IsListed()
    {
        var implementations = typeof(IMetric).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IMetric)));

        // Other tools' metrics are known by their prefix, a judge's by their form; nobody could list their names.
        implementations = implementations.Except([typeof(ImportedMetric), typeof(ImportedPerplexity), typeof(JudgeScore)]);
        implementations.ShouldBe(BuiltInMetrics.All.Select(m => m.GetType()).Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void All_Ids_AreUniqueAndFound()
    {
        BuiltInMetrics.All.Select(m => m.Id).ShouldBeUnique();
        BuiltInMetrics.All.ShouldAllBe(m => ReferenceEquals(BuiltInMetrics.Find(m.Id), m) && m.Description.Length > 20);

        // Those of a tournament are computed from its battles, not from samples.
        BuiltInMetrics.All.Where(m => m.Measures.Count == 0).ShouldBe(ArenaMetrics.All);
        BuiltInMetrics.Find("accuracy").ShouldBeNull();
    }

    [Theory]
    [InlineData("judge_score_1_5", 1, 5)]
    [InlineData("judge_score_-2_2:tone", -2, 2)]
    [InlineData("judge_geval_0_10@some/judge", 0, 10)]
    [InlineData("judge_pass", 0, 1)]
    [InlineData("judge_win", 0, 1)]
    [InlineData("judge_likelihood", double.NegativeInfinity, double.PositiveInfinity)]
    public void Find_JudgesScore_IsKnownByItsForm(string id, double smallest, double largest)
    {
        var metric = BuiltInMetrics.Find(id).ShouldBeOfType<JudgeScore>();
        (metric.Id, metric.Smallest, metric.Largest).ShouldBe((id, smallest, largest));
        metric.CountsFailedAnswers.ShouldBe(double.IsFinite(smallest));
    }

    [Theory]
    [InlineData("judge_score_5_1")]
    [InlineData("judge_score_1")]
    [InlineData("judge_score_1_5:")]
    [InlineData("judge_lose")]
    [InlineData("judge_pass_1_5")]
    public void Find_NoScoreOfAJudge_IsNull(string id) => BuiltInMetrics.Find(id).ShouldBeNull();
}
