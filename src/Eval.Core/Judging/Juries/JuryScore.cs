using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Judging.Juries;

/// <summary>Folds the scores of several judges.</summary>
internal static class JuryScore
{
    /// <summary>One score out of several.</summary>
    public static double Of(IReadOnlyList<double> scores, JuryRule rule) => rule switch
    {
        JuryRule.Mean => scores.Average(),
        JuryRule.Median => Median(scores),
        _ => Majority(scores),
    };

    /// <summary>Standard deviation with n − 1.</summary>
    public static double Deviation(IReadOnlyList<double> scores)
    {
        var mean = scores.Average();
        return Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Count - 1));
    }

    private static double Median(IReadOnlyList<double> scores)
    {
        var sorted = scores.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static double Majority(IReadOnlyList<double> scores)
    {
        var votes = scores.GroupBy(s => s).ToList();
        var most = votes.Max(v => v.Count());
        return Median([.. votes.Where(v => v.Count() == most).Select(v => v.Key)]);
    }
}
