namespace Eval.Core.Statistics;

/// <summary>Means, variances and covariance (divisor n − 1) of people's and a judge's scores of the same items.</summary>
/// <param name="N">Items, 2 or more.</param>
/// <param name="HumanMean">Mean of people's scores.</param>
/// <param name="JudgeMean">Mean of the judge's scores.</param>
/// <param name="HumanVariance">Variance of people's scores.</param>
/// <param name="JudgeVariance">Variance of the judge's scores.</param>
/// <param name="Covariance">Their covariance.</param>
public sealed record LabelledMoments(int N, double HumanMean, double JudgeMean, double HumanVariance, double JudgeVariance, double Covariance)
{
    /// <summary>Variances of the means where items depend on each other; null where each stands for itself.</summary>
    public ClusteredErrors? Clustered { get; init; }

    /// <summary>Variances and covariance of the two means: over clusters where there are some, else variance by number.</summary>
    internal ClusteredErrors Errors => Clustered ?? new(N, HumanVariance / N, JudgeVariance / N, Covariance / N);

    /// <summary>The moments of some pairs that may depend on each other.</summary>
    /// <param name="human">People's scores, two or more.</param>
    /// <param name="judge">The judge's, in the same order.</param>
    /// <param name="clusters">Number of each pair's cluster.</param>
    public static LabelledMoments Of(ReadOnlySpan<double> human, ReadOnlySpan<double> judge, ReadOnlySpan<int> clusters)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(clusters.Length, human.Length);
        var moments = Of(human, judge);
        var sums = new Dictionary<int, (double Human, double Judge)>();
        for (var i = 0; i < human.Length; i++)
        {
            var (h, j) = sums.GetValueOrDefault(clusters[i]);
            sums[clusters[i]] = (h + human[i] - moments.HumanMean, j + judge[i] - moments.JudgeMean);
        }

        if (sums.Count == human.Length)
        {
            return moments;
        }

        // The form of ClusteredMean: (Σ over clusters of (Σ residuals)² + s²) / n², so that clusters of one give s²/n.
        var squared = (double)human.Length * human.Length;
        return moments with
        {
            Clustered = new(
                sums.Count,
                (sums.Values.Sum(s => s.Human * s.Human) + moments.HumanVariance) / squared,
                (sums.Values.Sum(s => s.Judge * s.Judge) + moments.JudgeVariance) / squared,
                (sums.Values.Sum(s => s.Human * s.Judge) + moments.Covariance) / squared),
        };
    }

    /// <summary>The moments of some pairs.</summary>
    /// <param name="human">People's scores, two or more.</param>
    /// <param name="judge">The judge's, in the same order.</param>
    public static LabelledMoments Of(ReadOnlySpan<double> human, ReadOnlySpan<double> judge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(human.Length, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(judge.Length, human.Length);
        var (meanHuman, meanJudge) = (Moments.MeanOf(human), Moments.MeanOf(judge));
        double hh = 0, jj = 0, hj = 0;
        for (var i = 0; i < human.Length; i++)
        {
            var (h, j) = (human[i] - meanHuman, judge[i] - meanJudge);
            hh += h * h;
            jj += j * j;
            hj += h * j;
        }

        double freedom = human.Length - 1;
        return new(human.Length, meanHuman, meanJudge, hh / freedom, jj / freedom, hj / freedom);
    }
}

/// <summary>Cluster-robust variances and covariance of two means over the same items; see <see cref="ClusteredMean"/>.</summary>
/// <param name="Clusters">Independent groups of items.</param>
/// <param name="Human">Variance of the mean of people's scores.</param>
/// <param name="Judge">Variance of the mean of the judge's scores.</param>
/// <param name="Covariance">Their covariance.</param>
public sealed record ClusteredErrors(int Clusters, double Human, double Judge, double Covariance);
