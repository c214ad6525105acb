using Eval.Core.Metrics;
using Eval.Core.Suites;

namespace Eval.Core.Tests.Suites;

public class SuiteKindsTests
{
    [Fact]
    public void BuiltIn_EveryImplementation_IsListed()
    {
        var implementations = typeof(ISuiteKind).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(ISuiteKind)));
        implementations.ShouldBe(SuiteKinds.BuiltIn.Select(k => k.GetType()), ignoreOrder: true);
    }

    [Fact]
    public void BuiltIn_MetricIds_ExistAndIncludeTheDefaults()
    {
        foreach (var kind in SuiteKinds.BuiltIn)
        {
            kind.MetricIds.ShouldAllBe(id => BuiltInMetrics.Find(id) != null);
            kind.MetricIds.ShouldBeUnique();
            kind.DefaultMetricIds.ShouldNotBeEmpty();
            kind.DefaultMetricIds.ShouldBeSubsetOf(kind.MetricIds);
        }
    }

    [Fact]
    public void BuiltIn_EveryMetric_IsFedBySomeKind() =>
        BuiltInMetrics.All.Select(m => m.Id).ShouldBeSubsetOf(SuiteKinds.BuiltIn.SelectMany(k => k.MetricIds));
}
