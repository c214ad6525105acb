namespace Eval.Core.Statistics;

/// <summary>A statistic of a resampled data set.</summary>
/// <param name="counts">How often each cluster was drawn; their sum is the number of clusters (one less in a jackknife).</param>
public delegate double ResampledStatistic(ReadOnlySpan<int> counts);

/// <summary>A statistic that depends on a resampled data set through sums only.</summary>
/// <param name="sums">The sums over the clusters drawn.</param>
public delegate double StatisticOfSums(ReadOnlySpan<double> sums);
