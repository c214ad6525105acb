using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;

namespace Eval.Core.Judging.Methods;

/// <summary>
/// A rating in MT-Bench's manner: a short explanation, then <c>[[n]]</c>; with a reference answer it is compared with that first; of a conversation
/// the last answer is rated. The rubric's criteria stand where MT-Bench lists its own.
/// </summary>
internal sealed class MtBenchMethod : WrittenMethod
{
    public override string Name => "mt-bench";

    public override string Description => "a short explanation, then one rating [[n]] for all criteria together (MT-Bench)";

    public override string Version => "1";

    public override string? WhyNot(Rubric rubric) =>
        rubric.Scale.Labels is null ? null : "mt-bench gives a number, and the scale of this rubric has labels: use the method score, or a scale without labels";

    protected override JudgePrompt Prompt(JudgeTask task, Rubric rubric, IReadOnlyList<RubricCriterion> criteria, bool structured)
    {
        var instruction = "Evaluate the quality of the assistant's answer to the user's last question, as objectively as you can. Begin with a short explanation."
            + (rubric.Reference != Presence.None && task.Reference is not null
                ? " Compare the answer with the reference answer first, name its mistakes and correct them; then judge how right and how helpful it is."
                : "");
        return new JudgePrompt($"{Name}-{Version}", rubric, RubricText.Scored(criteria, rubric.Scale), instruction, new RatingForm(rubric.Scale), structured);
    }
}
