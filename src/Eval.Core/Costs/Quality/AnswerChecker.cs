namespace Eval.Core.Costs.Quality;

/// <summary>What decides whether a first answer stands: a test, a judge, a threshold of confidence.</summary>
/// <param name="AcceptsCorrect">Share of correct answers that it lets stand, 0 to 1.</param>
/// <param name="RejectsWrong">Share of wrong answers that it sends on, 0 to 1.</param>
public readonly record struct AnswerChecker(double AcceptsCorrect, double RejectsWrong)
{
    /// <summary>One that is never wrong: the best that any can be.</summary>
    public static AnswerChecker Perfect { get; } = new(1, 1);
}
