using System.Globalization;
using System.Text;
using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Instructions;

/// <summary>Instructions about capitals and language.</summary>
internal static class CaseRules
{
    public static bool Language(string response, InstructionArguments a) => Is(a.Text("language"), response);

    public static bool CapitalWords(string response, InstructionArguments a) =>
        a.Holds(EnglishTokens.Split(response).Count(EnglishTokens.IsCapital), "capital_frequency", "capital_relation");

    public static bool AllCapital(string response, InstructionArguments a) => EnglishTokens.IsCapital(response) && Is("en", response);

    public static bool AllLower(string response, InstructionArguments a)
    {
        var hasLower = false;
        foreach (var rune in response.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter:
                    return false;
                case UnicodeCategory.LowercaseLetter:
                    hasLower = true;
                    break;
            }
        }

        return hasLower && Is("en", response);
    }

    // A text whose language cannot be told passes, as in the published program. Its codes for Chinese name the region too.
    private static bool Is(string language, string text) =>
        LanguageIdentifier.Identify(text) is not { } found || string.Equals(found, language.Split('-')[0], StringComparison.Ordinal);
}
