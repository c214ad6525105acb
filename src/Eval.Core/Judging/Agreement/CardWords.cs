namespace Eval.Core.Judging.Agreement;

/// <summary>Words of a card.</summary>
public static class CardWords
{
    /// <summary>The class of a label.</summary>
    public static string Class(LabelForm form, double value) => form switch
    {
        LabelForm.Pairwise => value > 0.5 ? "first" : value < 0.5 ? "second" : "tie",
        LabelForm.PassFail => value > 0.5 ? "pass" : "fail",
        _ => value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>A form as documents name it.</summary>
    public static string Form(LabelForm form) => form switch
    {
        LabelForm.Pairwise => "pairwise",
        LabelForm.PassFail => "pass-fail",
        _ => "score",
    };

    /// <summary>Head of a group of figures.</summary>
    public static string Group(CardGroup group) => group switch
    {
        CardGroup.Coverage => "Coverage",
        CardGroup.Agreement => "Agreement with people",
        CardGroup.Yardstick => "To measure it by",
        CardGroup.Chance => "Beyond chance",
        CardGroup.Correlation => "Correlation with people",
        CardGroup.Bias => "What should not move it",
        _ => "Judges among themselves",
    };
}
