using System.Globalization;
using System.Text;

namespace Eval.Core.Scoring.Texts;

/// <summary>
/// Names the language of a text by its script, by letters that only some languages have, and by its commonest short words. No learned data: good
/// for whole sentences, weak for a few words, and limited to the languages listed in <see cref="LanguageTraits"/>.
/// </summary>
public static class LanguageIdentifier
{
    /// <summary>The ISO 639-1 code (<c>zh</c> for all Chinese), or null where the text has no letters.</summary>
    public static string? Identify(string text)
    {
        var scripts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) && LanguageTraits.ScriptOf(rune.Value) is { } script)
            {
                scripts[script] = scripts.GetValueOrDefault(script) + 1;
            }
        }

        if (scripts.Count == 0)
        {
            return null;
        }

        // Japanese mixes its syllables with Chinese characters; a few of them decide.
        if (scripts.GetValueOrDefault("kana") * 10 > scripts.GetValueOrDefault("han") && scripts.ContainsKey("kana"))
        {
            scripts["kana"] += scripts.GetValueOrDefault("han");
        }

        var main = scripts.MaxBy(s => s.Value).Key;
        return LanguageTraits.Scripts[main] is [{ } only] ? only : Among(LanguageTraits.Scripts[main], PythonText.Lower(text));
    }

    private static string Among(IReadOnlyList<string> languages, string text)
    {
        var words = Words(text);
        return languages.MaxBy(l => Score(LanguageTraits.Of(l), words, text))!;
    }

    // A common word counts one; a letter that speaks for a language counts a little each time, and one that it does not have counts against it.
    private static double Score(LanguageTrait trait, List<string> words, string text) =>
        words.Count(trait.Words.Contains) + (0.3 * text.Count(c => trait.Letters.Contains(c, StringComparison.Ordinal)))
        - (0.3 * text.Count(c => c > 127 && trait.Foreign.Contains(c, StringComparison.Ordinal)));

    // Marks belong to the letters of many scripts, so words are what stands between spaces and punctuation.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Append(new Rune(' ')))
        {
            if (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }
}
