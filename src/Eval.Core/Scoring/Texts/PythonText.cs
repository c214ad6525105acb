using System.Globalization;
using System.Text;

namespace Eval.Core.Scoring.Texts;

/// <summary>
/// Text as Python sees it, because the published metrics are defined by Python programs: what is white space, what is a word character, and lower
/// case by the full Unicode mapping. .NET differs in each (the notes of the text oracles list where).
/// </summary>
public static class PythonText
{
    /// <summary>White space of <c>str.split</c> and <c>\s</c>: Unicode's, and U+001C to U+001F.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    /// <summary>A character of <c>\w</c>: letters and numbers of every kind, and the underscore; no combining marks.</summary>
    public static bool IsWord(Rune rune) => rune.Value == '_' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Without white space at both ends.</summary>
    public static string Trim(string text) => TrimEnd(text[Start(text)..]);

    /// <summary>Without white space at the end.</summary>
    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>The pieces between runs of white space; no empty ones.</summary>
    public static List<string> Split(string text)
    {
        var pieces = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (IsSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && !IsSpace(text[at]))
            {
                at++;
            }

            pieces.Add(text[start..at]);
        }

        return pieces;
    }

    /// <summary>The maximal runs of word characters.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWord(rune))
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary>
    /// Lower case by Unicode's full mapping: capital I with a dot becomes two characters, and a capital sigma at the end of a word the final one.
    /// </summary>
    public static string Lower(string text)
    {
        if (text.AsSpan().IndexOfAny('\u0130', '\u03a3') < 0)
        {
            return text.ToLowerInvariant();
        }

        var lower = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            lower.Append(text[i] switch
            {
                '\u0130' => "i\u0307",
                '\u03a3' => IsFinal(text, i) ? "\u03c2" : "\u03c3",
                var c when char.IsHighSurrogate(c) && i + 1 < text.Length => text.Substring(i++, 2).ToLowerInvariant(),
                var c => char.ToLowerInvariant(c).ToString(),
            });
        }

        return lower.ToString();
    }

    // A cased letter before and none behind, with marks and apostrophes passed over (Unicode, Final_Sigma).
    private static bool IsFinal(string text, int index)
    {
        var before = index - 1;
        while (before >= 0 && IsIgnorable(text[before]))
        {
            before--;
        }

        var after = index + 1;
        while (after < text.Length && IsIgnorable(text[after]))
        {
            after++;
        }

        return before >= 0 && IsCased(text[before]) && !(after < text.Length && IsCased(text[after]));
    }

    private static bool IsCased(char c) => char.IsUpper(c) || char.IsLower(c) || char.GetUnicodeCategory(c) == UnicodeCategory.TitlecaseLetter;

    private static bool IsIgnorable(char c) => c is '\'' or '.' or ':' or '\u00b7' or '\u2019' || char.GetUnicodeCategory(c) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static int Start(string text)
    {
        var start = 0;
        while (start < text.Length && IsSpace(text[start]))
        {
            start++;
        }

        return start;
    }
}
