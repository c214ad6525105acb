namespace Eval.Core.Judging.Agreement;

/// <summary>What labels and verdicts say.</summary>
public enum LabelForm
{
    /// <summary>Which of two answers is better: 1 the first of the file, 0 the second, ½ neither.</summary>
    Pairwise,

    /// <summary>Whether an answer passes: 1 or 0.</summary>
    PassFail,

    /// <summary>How good an answer is: a number, more is better.</summary>
    Score,
}
