using Eval.Core.Imports;
using Eval.Core.Metrics;

namespace Eval.Core.Tests.Metrics;

public class BuiltInMetricsTests
{
    [Fact]
    public void All_EveryImplementation_IsListed()
    {
        var implementations = typeof(IMetric).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IMetric)));

        // Other tools' metrics are known by their prefix; nobody could list their names.
        implementations = implementations.Except([typeof(ImportedMetric), typeof(ImportedPerplexity)]);
        implementations.ShouldBe(BuiltInMetrics.All.Select(m => m.GetType()).Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void All_Ids_AreUniqueAndFound()
    {
        BuiltInMetrics.All.Select(m => m.Id).ShouldBeUnique();
        BuiltInMetrics.All.ShouldAllBe(m => ReferenceEquals(BuiltInMetrics.Find(m.Id), m) && m.Description.Length > 20 && m.Measures.Count > 0);
        BuiltInMetrics.Find("accuracy").ShouldBeNull();
    }
}
