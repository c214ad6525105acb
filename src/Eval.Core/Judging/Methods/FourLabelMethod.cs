using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;

namespace Eval.Core.Judging.Methods;

/// <summary>Which of two answers is better, a tie, or that neither is any good: the four votes of Chatbot Arena.</summary>
internal sealed class FourLabelMethod : PairMethod
{
    public override string Name => "pairwise-4";

    public override string Description => "which of two answers is better, a tie, or both bad (Chatbot Arena's votes), asked in both orders";

    public override string Version => "1";

    protected override string Instruction(Rubric rubric, JudgeTask task, JudgeCall call) => PairwiseMethod.Comparison(rubric, task);

    protected override VerdictForm Form(JudgeCall call) => new FourLabelForm();
}
