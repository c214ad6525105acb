namespace Eval.Core.Judging.Verdicts;

/// <summary>What was read from a reply: a value for each field, or why there is none.</summary>
/// <param name="Values">One for each field, in their order; null where nothing could be read.</param>
/// <param name="Feedback">The words before the verdict, or null.</param>
/// <param name="Problem">Why nothing could be read, or null.</param>
internal sealed record VerdictReading(IReadOnlyList<double>? Values, string? Feedback, string? Problem)
{
    /// <summary>A verdict that was read.</summary>
    public static VerdictReading Of(IReadOnlyList<double> values, string? feedback) =>
        new(values, string.IsNullOrWhiteSpace(feedback) ? null : feedback.Trim(), Problem: null);

    /// <summary>No verdict.</summary>
    public static VerdictReading None(string problem) => new(Values: null, Feedback: null, problem);
}
