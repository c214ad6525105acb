using Eval.Core.Judging.Juries;
using Eval.Core.Metrics.Judged;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>The numbers that a jury's verdicts give a sample, by their metric ids.</summary>
internal static class JudgeMeasures
{
    /// <summary>Ids of all metrics that a suite's judging feeds, but for the canaries.</summary>
    public static IReadOnlyList<string> IdsOf(RubricSettings settings)
    {
        var id = settings.MetricId;
        var ids = new List<string> { id };
        if (HasPass(settings))
        {
            ids.Add(JudgeScore.Pass);
        }

        if (HasCriteria(settings))
        {
            ids.AddRange(settings.Rubric.Criteria.Select(c => JudgeScore.OfCriterion(id, c.Name)));
        }

        if (settings.Judges.Count > 1)
        {
            ids.AddRange(settings.Judges.Select(j => JudgeScore.OfJudge(id, j)));
            ids.Add(JudgeSpread.MetricId);
        }

        return ids;
    }

    /// <summary>The numbers of a sample whose turns were all judged: means over its turns.</summary>
    public static IEnumerable<(string Measure, double Value)> Of(RubricSettings settings, IReadOnlyList<JuryVerdict> turns)
    {
        var id = settings.MetricId;
        var score = turns.Average(t => t.Score!.Value);
        yield return (id, score);
        if (HasPass(settings))
        {
            yield return (JudgeScore.Pass, score >= settings.Rubric.Scale.PassFrom ? 1 : 0);
        }

        for (var turn = 0; turn < turns.Count && turns.Count > 1; turn++)
        {
            yield return (JudgeScore.OfCriterion(id, $"turn-{turn + 1}"), turns[turn].Score!.Value);
        }

        if (HasCriteria(settings))
        {
            foreach (var name in turns[0].Criteria.Keys.Where(name => turns.All(t => t.Criteria.ContainsKey(name))))
            {
                yield return (JudgeScore.OfCriterion(id, name), turns.Average(t => t.Criteria[name]));
            }
        }

        if (settings.Judges.Count > 1)
        {
            for (var seat = 0; seat < settings.Judges.Count; seat++)
            {
                yield return (JudgeScore.OfJudge(id, settings.Judges[seat]), turns.Average(t => t.Seats[seat].Verdict.Score!.Value));
            }

            yield return (JudgeSpread.MetricId, turns.Average(t => t.Spread!.Value));
        }
    }

    // Only points of the scale can pass.
    private static bool HasPass(RubricSettings settings) => settings.Rubric.Scale.PassFrom is not null && settings.MetricId.StartsWith("judge_score_", StringComparison.Ordinal);

    // Two methods give one number for all criteria that are judged together.
    private static bool HasCriteria(RubricSettings settings) => settings.Rubric.Criteria.Count > 1 && !settings.Method.IsPairwise
        && (settings.Method.Name is not ("mt-bench" or "likelihood") || !settings.Rubric.IsJoint);
}
