using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;

namespace Eval.Core.Judging.Methods;

/// <summary>A yes or no for each criterion; the score is the weighted share that is met.</summary>
internal sealed class ChecklistMethod : WrittenMethod
{
    private static readonly IReadOnlyList<VerdictWord> Words = [new("yes", 1), new("no", 0)];

    public override string Name => "checklist";

    public override string Description => "yes or no for each criterion; the score is the weighted share that is met";

    public override string Version => "1";

    public override string? WhyNot(Rubric rubric) =>
        rubric.Scale.Count == 2 ? null : $"a checklist says yes or no, and the scale of this rubric has {rubric.Scale.Count} scores: it must have two (scale: {{ min: 0, max: 1 }})";

    public override string MetricId(Rubric rubric) => "judge_checklist";

    protected override JudgeVerdict? Settled(JudgeTask task, Rubric rubric) => SettledVerdicts.OfScore(task, rubric) is not { } worst ? null : worst with
    {
        Score = 0,
        Criteria = rubric.Criteria.ToDictionary(c => c.Name, _ => 0.0, StringComparer.Ordinal),
    };

    protected override JudgePrompt Prompt(JudgeTask task, Rubric rubric, IReadOnlyList<RubricCriterion> criteria, bool structured)
    {
        var instruction = "Go through the criteria of the rubric one by one. For each say in a sentence what in the answer meets it or fails it, then decide: yes only where it is met in full, otherwise no.";
        IReadOnlyList<VerdictField> fields = criteria.Count == 1
            ? [new VerdictField("verdict", Words)]
            : [.. criteria.Select(c => new VerdictField(c.Name, Words))];
        return new JudgePrompt($"{Name}-{Version}", rubric, RubricText.Scored(criteria, rubric.Scale with { Labels = ["no", "yes"] }), instruction, new ResultForm(fields), structured);
    }
}
