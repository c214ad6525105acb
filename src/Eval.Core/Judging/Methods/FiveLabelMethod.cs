using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;

namespace Eval.Core.Judging.Methods;

/// <summary>Which of two answers is better and how much, in arena-hard's five labels; the judge answers first itself where it is told to.</summary>
internal sealed class FiveLabelMethod : PairMethod
{
    public override string Name => "pairwise-5";

    public override string Description => "which of two answers is better, much or slightly, or a tie (arena-hard), asked in both orders";

    public override string Version => "1";

    protected override string Instruction(Rubric rubric, JudgeTask task, JudgeCall call) =>
        (call.OwnAnswer ? "Begin with your own answer to the user's last question. Then compare the answers of both assistants with it" : "Compare the answers of two assistants to the user's last question")
        + ", by the rubric. Name and correct their mistakes. Weigh first whether an answer helps, stays with the question and is concise; then, where the question asks for it, whether it is original; last, what important things are missing."
        + (rubric.Reference != Presence.None && task.Reference is not null ? " The reference answer is right." : "");

    protected override VerdictForm Form(JudgeCall call) => new FiveLabelForm { OwnAnswer = call.OwnAnswer };
}
