using System.Text;
using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Overlap;

/// <summary>Exact match and F1 over words as in the evaluation scripts of SQuAD 1.1 and 2.0; per question, 0 to 1.</summary>
public static class Squad
{
    /// <summary>Lower case, without ASCII punctuation, without the words a, an, the, and with single spaces.</summary>
    public static string Normalize(string text) => string.Join(' ', Tokens(text));

    /// <summary>1 where the normalised texts are equal, else 0.</summary>
    public static double Exact(string text, string reference) => string.Equals(Normalize(text), Normalize(reference), StringComparison.Ordinal) ? 1 : 0;

    /// <summary>F1 of version 1.1: words as often as they stand; 0 where nothing is common, also where both sides are empty.</summary>
    public static double F1(string text, string reference)
    {
        var (own, other) = (Tokens(text), Tokens(reference));
        return OverlapScore.Of(NGrams.Common(NGrams.Count(own, 1), NGrams.Count(other, 1)), own.Count, other.Count).F1;
    }

    /// <summary>F1 of version 2.0: as 1.1, but 1 where both sides are empty.</summary>
    public static double F1WithAbstention(string text, string reference) =>
        Tokens(text).Count == 0 && Tokens(reference).Count == 0 ? 1 : F1(text, reference);

    /// <summary>References of version 2.0: those that are not empty once normalised; where none is left, the empty text (the question has no answer).</summary>
    public static IReadOnlyList<string> Answers(IEnumerable<string> references)
    {
        var answers = references.Where(r => Tokens(r).Count > 0).ToList();
        return answers.Count > 0 ? answers : [""];
    }

    private static List<string> Tokens(string text) => PythonText.Split(WithoutArticles(AsciiPunctuation.Remove(PythonText.Lower(text))));

    /// <summary>Replaces the words a, an and the by spaces; marks and symbols bound a word, letters, numbers and the underscore do not.</summary>
    internal static string WithoutArticles(string text)
    {
        var result = new StringBuilder(text.Length);
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (PythonText.IsWord(rune))
            {
                word.Append(rune);
                continue;
            }

            End();
            result.Append(rune);
        }

        End();
        return result.ToString();

        void End()
        {
            var text = word.ToString();
            result.Append(text is "a" or "an" or "the" ? " " : text);
            word.Clear();
        }
    }
}
