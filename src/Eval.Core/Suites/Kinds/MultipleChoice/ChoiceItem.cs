namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>A sample as a question with choices.</summary>
/// <param name="Choices">The choices' texts; two or more.</param>
/// <param name="Golds">Indices of the right ones, ascending; at least one, and not all.</param>
internal sealed record ChoiceItem(IReadOnlyList<string> Choices, IReadOnlyList<int> Golds)
{
    /// <summary>The right answer that examples show and tables name: the first.</summary>
    public int Gold => Golds[0];

    /// <summary>A text that stands among the right and the wrong choices (real data has such rows), or null.</summary>
    public string? Contradiction => Golds.Select(g => Choices[g]).FirstOrDefault(
        text => Enumerable.Range(0, Choices.Count).Any(i => !Golds.Contains(i) && string.Equals(Choices[i], text, StringComparison.Ordinal)));

    /// <summary>The letter of a choice.</summary>
    public static string Letter(int index) => ((char)('A' + index)).ToString();

    /// <summary>The choices as lines <c>A. text</c>.</summary>
    public string Lines => string.Join('\n', Choices.Select((c, i) => $"{Letter(i)}. {c}"));
}
