using System.Globalization;

namespace Eval.Core.Judging.Agreement.Labels;

/// <summary>Labels and stored verdicts as people and tools write them.</summary>
public static class LabelWords
{
    private static readonly string[] First = ["1", "a", "[[a]]", "first", "output_1", "output (a)", "model_a", "answer_1", "a>b", "[[a>b]]", "a>>b", "[[a>>b]]", "win"];
    private static readonly string[] Second = ["2", "b", "[[b]]", "second", "output_2", "output (b)", "model_b", "answer_2", "b>a", "[[b>a]]", "b>>a", "[[b>>a]]", "lose", "loss"];
    private static readonly string[] Ties = ["0", "3", "c", "[[c]]", "tie", "draw", "equal", "same", "both", "neither", "a=b", "[[a=b]]", "0.5", "½", "tie (bothbad)"];
    private static readonly string[] Pass = ["1", "pass", "passed", "yes", "true", "good", "correct", "right", "ok", "met", "y"];
    private static readonly string[] Fail = ["0", "fail", "failed", "no", "false", "bad", "incorrect", "wrong", "not met", "n"];

    /// <summary>The number of a label, or null where it is none of this form.</summary>
    /// <param name="form">What it should say.</param>
    /// <param name="text">The label.</param>
    public static double? Parse(LabelForm form, string text)
    {
        var word = text.Trim().ToLowerInvariant();
        var isNumber = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && Math.Abs(number) <= 1e9;
        return form switch
        {
            LabelForm.Score => isNumber ? number : null,
            LabelForm.PassFail => Pass.Contains(word) || (isNumber && number == 1) ? 1 : Fail.Contains(word) || (isNumber && number == 0) ? 0 : null,
            _ when isNumber => number switch { 1 => 1, 2 => 0, 0 or 3 or 0.5 => 0.5, _ => null },
            _ => First.Contains(word) ? 1 : Second.Contains(word) ? 0 : Ties.Contains(word) ? 0.5 : null,
        };
    }

    /// <summary>
    /// What labels say, by what they are: two answers are compared; numbers are scores, but for 1 and 0 alone; else they pass or fail. One odd label changes
    /// nothing: it is refused by the form of the others.
    /// </summary>
    /// <param name="hasOther">True where items have two answers.</param>
    /// <param name="labels">Labels as written.</param>
    public static LabelForm FormOf(bool hasOther, IEnumerable<string> labels)
    {
        var all = labels.Distinct(StringComparer.Ordinal).ToList();
        var (passes, scores) = (all.Count(l => Parse(LabelForm.PassFail, l) is not null), all.Count(l => Parse(LabelForm.Score, l) is not null));
        return hasOther ? LabelForm.Pairwise : passes >= scores ? LabelForm.PassFail : LabelForm.Score;
    }

    /// <summary>True where 0 could mean the second answer as well as a tie: nothing else says "second", and no 3 is there for ties.</summary>
    /// <param name="labels">Labels about two answers, as written.</param>
    internal static bool HasDoubtfulZero(IReadOnlyCollection<string> labels) =>
        labels.Any(l => IsNumber(l, 0)) && !labels.Any(l => Parse(LabelForm.Pairwise, l) == 0 || IsNumber(l, 3));

    private static bool IsNumber(string label, double number) =>
        double.TryParse(label.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value == number;

    /// <summary>The state that a stored verdict without a value stands for.</summary>
    public static VerdictState StateOf(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        "refused" or "refusal" => VerdictState.Refused,
        "failed" or "error" or "timeout" or "timed out" => VerdictState.Failed,
        _ => VerdictState.Unparsed,
    };

    /// <summary>The words that a form takes, for a hint.</summary>
    public static string Expected(LabelForm form) => form switch
    {
        LabelForm.Pairwise => "1, 2 or tie; A, B or tie; first, second or tie",
        LabelForm.PassFail => "pass or fail; yes or no; 1 or 0",
        _ => "a number",
    };
}
