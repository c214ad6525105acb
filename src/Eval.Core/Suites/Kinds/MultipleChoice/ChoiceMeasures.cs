using Eval.Core.Metrics;
using Eval.Core.Statistics;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>The measures of one question, by the definitions of research/benchmark-harnesses.md 2.6 and 2.7. The lowest index wins a tie.</summary>
internal static class ChoiceMeasures
{
    /// <summary>Index of the choice that the model prefers by summed log-likelihood.</summary>
    public static int Predicted(IReadOnlyList<ChoiceScore> scores) => Best(scores, s => s.LogLikelihood);

    /// <summary>All measures by metric id.</summary>
    /// <param name="scores">One score per choice; all log-likelihoods are numbers.</param>
    /// <param name="golds">Indices of the right choices, ascending; the first is the best answer.</param>
    public static Dictionary<string, double> Of(IReadOnlyList<ChoiceScore> scores, IReadOnlyList<int> golds)
    {
        var p = LogMath.Softmax([.. scores.Select(s => s.LogLikelihood)]);
        var measures = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["acc"] = Right(Predicted(scores)),
            ["acc_norm_chars"] = Right(Best(scores, s => Per(s.LogLikelihood, s.Characters))),
            ["acc_norm_bytes"] = Right(Best(scores, s => Per(s.LogLikelihood, s.Bytes))),
            ["acc_norm_tokens"] = Right(Best(scores, s => Per(s.LogLikelihood, s.Tokens))),
            ["mc1"] = Mc1(scores, golds),
            ["mc2"] = golds.Sum(g => p[g]),
            [MeasureNames.Confidence] = p[Predicted(scores)],
            [MeasureNames.Chance] = (double)golds.Count / scores.Count,
        };
        if (golds.Count == 1)
        {
            measures["brier"] = p.Select((x, k) => Math.Pow(x - (k == golds[0] ? 1 : 0), 2)).Sum();
        }

        if (scores.All(s => s.Unconditional is not null))
        {
            measures["acc_mutual_info"] = Right(Best(scores, s => s.LogLikelihood - s.Unconditional!.Value));
        }

        return measures;

        double Right(int predicted) => golds.Contains(predicted) ? 1 : 0;
    }

    // A text without characters has no rate and never wins.
    private static double Per(double logLikelihood, int length) => length > 0 ? logLikelihood / length : double.NaN;

    // The first right answer against all wrong ones, the other right ones left out; ties go to the lower index.
    private static double Mc1(IReadOnlyList<ChoiceScore> scores, IReadOnlyList<int> golds)
    {
        var gold = golds[0];
        var others = Enumerable.Range(0, scores.Count).Where(i => !golds.Contains(i));
        return others.All(i => i > gold
            ? scores[gold].LogLikelihood >= scores[i].LogLikelihood
            : scores[gold].LogLikelihood > scores[i].LogLikelihood) ? 1 : 0;
    }

    private static int Best(IReadOnlyList<ChoiceScore> scores, Func<ChoiceScore, double> value) => LogMath.ArgMax([.. scores.Select(value)]);
}
