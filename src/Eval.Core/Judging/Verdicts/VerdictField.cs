using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Judging.Verdicts;

/// <summary>One thing that a verdict says, with the words in which it may be said.</summary>
/// <param name="Name">The criterion's name; the key of a structured verdict where there is only one.</param>
/// <param name="Words">The words, and what each is worth.</param>
internal sealed record VerdictField(string Name, IReadOnlyList<VerdictWord> Words)
{
    /// <summary>True where every word is a whole number.</summary>
    public bool IsNumeric { get; } = Words.All(w => int.TryParse(w.Text, out _));

    /// <summary>The scores of a scale.</summary>
    public static VerdictField Of(string name, RubricScale scale) => new(name, [.. scale.Scores.Select(s => new VerdictWord(scale.WordOf(s), s))]);

    /// <summary>What a word is worth, whatever its case; null for no word of this field.</summary>
    public double? ValueOf(string word)
    {
        foreach (var known in Words)
        {
            if (string.Equals(known.Text, word, StringComparison.OrdinalIgnoreCase))
            {
                return known.Value;
            }
        }

        return null;
    }
}

/// <summary>A word of a verdict, and what it is worth.</summary>
internal readonly record struct VerdictWord(string Text, double Value);
