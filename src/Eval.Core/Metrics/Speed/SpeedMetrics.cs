namespace Eval.Core.Metrics.Speed;

/// <summary>Every metric of speed suites.</summary>
internal static class SpeedMetrics
{
    public static IReadOnlyList<IMetric> All { get; } =
        [.. RequestStatistic.All(), .. LoadRate.All(), .. LoadShare.All(), .. LoadFigure.All(), .. SweepFigure.All()];
}
