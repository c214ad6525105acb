using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;

namespace Eval.Core.Judging.Methods;

/// <summary>Which of two answers is better, in MT-Bench's three labels.</summary>
internal sealed class PairwiseMethod : PairMethod
{
    public override string Name => "pairwise";

    public override string Description => "which of two answers is better, or a tie (MT-Bench), asked in both orders";

    public override string Version => "1";

    protected override string Instruction(Rubric rubric, JudgeTask task, JudgeCall call) => Comparison(rubric, task);

    protected override VerdictForm Form(JudgeCall call) => new PairForm();

    /// <summary>What a judge of two answers is told to do.</summary>
    internal static string Comparison(Rubric rubric, JudgeTask task) =>
        "Compare the answers of two assistants to the user's last question, by the rubric. Begin with a short explanation. Do not let the order in which they are shown or their length influence you."
        + (rubric.Reference != Presence.None && task.Reference is not null ? " Compare both with the reference answer first and name their mistakes." : "");
}
