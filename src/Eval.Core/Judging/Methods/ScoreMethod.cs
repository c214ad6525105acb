using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;

namespace Eval.Core.Judging.Methods;

/// <summary>An absolute score in Prometheus's manner: feedback first, then the score that the rubric's descriptors give.</summary>
internal sealed class ScoreMethod : WrittenMethod
{
    public override string Name => "score";

    public override string Description => "feedback, then a score on the rubric's scale (Prometheus)";

    public override string Version => "1";

    public override string? WhyNot(Rubric rubric) => null;

    protected override JudgePrompt Prompt(JudgeTask task, Rubric rubric, IReadOnlyList<RubricCriterion> criteria, bool structured)
    {
        var instruction = "Write detailed feedback on the quality of the answer, strictly by the rubric and not in general. Then give it the score whose description fits it best"
            + (criteria.Count == 1 ? "." : ", for each criterion by itself.")
            + (rubric.Reference != Presence.None && task.Reference is not null ? " The reference answer would earn the best score; an answer may be as good in other words." : "")
            + (rubric.Context != Presence.None && task.Context is not null ? " The context is what the answer may rely on." : "");
        IReadOnlyList<VerdictField> fields = criteria.Count == 1
            ? [VerdictField.Of("score", rubric.Scale)]
            : [.. criteria.Select(c => VerdictField.Of(c.Name, rubric.Scale))];
        return new JudgePrompt($"{Name}-{Version}", rubric, RubricText.Scored(criteria, rubric.Scale), instruction, new ResultForm(fields), structured);
    }
}
