using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Core.Scoring.Texts;

/// <summary>
/// Words of English text in the manner of the Penn Treebank, sentence by sentence: punctuation, brackets and clitics ("n't", "'s") are tokens of
/// their own, hyphenated words are one, and double quotes become <c>``</c> and <c>''</c> (the conventions of NLTK's word tokenizer).
/// </summary>
public static partial class EnglishTokens
{
    private static readonly (Regex Pattern, string Replacement)[] Rules =
    [
        (OpeningMark(), " $0 "),
        (QuoteAtStart(), " `` "),
        (QuoteAfterOpening(), "$1 `` "),
        (ApostropheAtWord(), "$1 $2"),
        (FinalStop(), "$1 $2 $3 "),
        (StopBeforeOther(), " $1 $2"),
        (StopAtEnd(), " $1 "),
        (Dots(), " $0 "),
        (Symbols(), " $0 "),
        (Brackets(), " $0 "),
        (Dashes(), " $0 "),
        (ClosingMark(), " $0 "),
        (Quote(), " '' "),
        (Possessive(), "$1 $2 "),
        (Clitic(), "$1 $2 "),
        (Contraction(), "$1 $2"),
    ];

    /// <summary>The tokens.</summary>
    public static List<string> Split(string text) => [.. EnglishSentences.Split(text).SelectMany(Sentence)];

    /// <summary>True for a token with a cased character and none in lower or title case.</summary>
    public static bool IsCapital(string token)
    {
        var hasUpper = false;
        foreach (var rune in token.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter:
                    return false;
                case UnicodeCategory.UppercaseLetter:
                    hasUpper = true;
                    break;
            }
        }

        return hasUpper;
    }

    private static List<string> Sentence(string sentence)
    {
        // The clitics' rules want a space behind the word; the quotation marks' and the full stop's want the sentence as it is.
        sentence = string.Join(' ', PythonText.Split(sentence));
        var isPadded = false;
        foreach (var (pattern, replacement) in Rules)
        {
            if (!isPadded && ReferenceEquals(pattern, Rules[^5].Pattern))
            {
                (sentence, isPadded) = ($" {sentence} ", true);
            }

            sentence = pattern.Replace(sentence, replacement);
        }

        return PythonText.Split(sentence);
    }

    [GeneratedRegex("[«“‘„]|`+")]
    private static partial Regex OpeningMark();

    [GeneratedRegex("^\"")]
    private static partial Regex QuoteAtStart();

    [GeneratedRegex(@"([ (\[{<])(?:""|'')")]
    private static partial Regex QuoteAfterOpening();

    [GeneratedRegex(@"(')(?!(?i:re|ve|ll|m|t|s|d|n))(\w)\b")]
    private static partial Regex ApostropheAtWord();

    [GeneratedRegex(@"([^.])(\.)([\])}>""'»”’ ]*)\s*$")]
    private static partial Regex FinalStop();

    [GeneratedRegex("([:,])([^0-9])")]
    private static partial Regex StopBeforeOther();

    [GeneratedRegex("([:,])$")]
    private static partial Regex StopAtEnd();

    [GeneratedRegex(@"\.{2,}")]
    private static partial Regex Dots();

    [GeneratedRegex("[;@#$%&?!*]")]
    private static partial Regex Symbols();

    [GeneratedRegex(@"[\]\[(){}<>]")]
    private static partial Regex Brackets();

    [GeneratedRegex("--")]
    private static partial Regex Dashes();

    [GeneratedRegex("[»”’]")]
    private static partial Regex ClosingMark();

    [GeneratedRegex("\"")]
    private static partial Regex Quote();

    [GeneratedRegex("([^' ])('[sSmMdD]|') ")]
    private static partial Regex Possessive();

    [GeneratedRegex("([^' ])('(?:ll|LL|re|RE|ve|VE)|n't|N'T) ")]
    private static partial Regex Clitic();

    [GeneratedRegex(@"(?i)\b(can)(not)\b")]
    private static partial Regex Contraction();
}
