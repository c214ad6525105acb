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
