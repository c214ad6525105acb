namespace Eval.Core.Statistics;

/// <summary>A statistic of a resampled data set.</summary>
/// <param name="counts">How often each cluster was drawn; their sum is the number of clusters (one less in a jackknife).</param>
public delegate double ResampledStatistic(ReadOnlySpan<int> counts);
