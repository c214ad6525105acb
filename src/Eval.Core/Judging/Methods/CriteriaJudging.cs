using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Judging.Methods;

/// <summary>One answer by several criteria: in one call, or in one call each; their weighted mean is the score.</summary>
internal static class CriteriaJudging
{
    /// <summary>The weighted mean of criteria. Weights are above 0.</summary>
    public static double Mean(Rubric rubric, IReadOnlyDictionary<string, double> scores) =>
        rubric.Criteria.Sum(c => c.Weight * scores[c.Name]) / rubric.Criteria.Sum(c => c.Weight);

    /// <summary>Criteria that are judged together.</summary>
    public static IReadOnlyList<IReadOnlyList<RubricCriterion>> Groups(Rubric rubric) =>
        rubric.IsJoint ? [rubric.Criteria] : [.. rubric.Criteria.Select(c => (IReadOnlyList<RubricCriterion>)[c])];

    /// <summary>
    /// Judges one task: a call for each group of criteria. A prompt's form has a field for each criterion of its group, in their order, or one field
    /// for a verdict on all of them together.
    /// </summary>
    public static async Task<JudgeVerdict> JudgeAsync(
        JudgeTask task, Rubric rubric, JudgeCall call, Func<IReadOnlyList<RubricCriterion>, JudgePrompt> promptOf, CancellationToken cancellationToken)
    {
        var groups = Groups(rubric);
        var answers = await Task.WhenAll(groups.Select(g => JudgeAsking.AskAsync(call.Model, call, promptOf(g), task, order: null, cancellationToken)));
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        double? overall = null;
        foreach (var (group, answer) in groups.Zip(answers))
        {
            if (answer.Reading?.Values is { } values && values.Count < group.Count)
            {
                overall = values[0];
                continue;
            }

            for (var i = 0; i < group.Count && answer.Reading?.Values is { } each; i++)
            {
                scores[group[i].Name] = each[i];
            }
        }

        var failed = Array.FindIndex(answers, a => a.State != VerdictState.Scored);
        return new JudgeVerdict
        {
            State = failed < 0 ? VerdictState.Scored : answers[failed].State,
            Score = failed < 0 ? overall ?? Mean(rubric, scores) : null,
            Criteria = scores,
            Feedback = Feedback(groups, answers),
            Replies = [.. answers.SelectMany(a => a.Replies)],
            Reason = failed < 0 ? null : groups.Count == 1 ? answers[failed].Reason : $"{groups[failed][0].Name}: {answers[failed].Reason}",
        };
    }

    private static string? Feedback(IReadOnlyList<IReadOnlyList<RubricCriterion>> groups, JudgeAnswer[] answers)
    {
        if (groups.Count == 1)
        {
            return answers[0].Reading?.Feedback;
        }

        var texts = groups.Zip(answers).Where(p => p.Second.Reading?.Feedback is not null).Select(p => $"{p.First[0].Name}: {p.Second.Reading!.Feedback}");
        return texts.Any() ? string.Join("\n\n", texts) : null;
    }
}
