namespace Eval.Core.Selection.Profiles;

/// <summary>Which suites a factor looks at.</summary>
internal static class FactorSuites
{
    /// <summary>Their names; none for facts and statements.</summary>
    public static IReadOnlyList<string> Of(FactorInput input) => input switch
    {
        MetricInput m => m.Suites,
        CostInput c => c.Suites,
        _ => [],
    };
}
