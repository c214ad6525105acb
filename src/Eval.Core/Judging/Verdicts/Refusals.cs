using System.Text.RegularExpressions;

namespace Eval.Core.Judging.Verdicts;

/// <summary>Replies in which a judge refuses to judge: short, with the words of a refusal. Only asked of replies without a verdict.</summary>
internal static partial class Refusals
{
    private const int LongestRefusal = 600;

    public static bool IsRefusal(string reply) => reply.Length <= LongestRefusal && Words().IsMatch(reply.Replace('\u2019', '\''));

    [GeneratedRegex(
        """
        \b(?:I|we)\s(?:(?:a|')m\s|are\s|'re\s)?(?:(?:very|really|so)\s)?(?:sorry|unable\sto|not\s(?:able|comfortable|willing|going)\b)
        | \b(?:I|we)\s(?:can(?:'t|not|\snot)|won't|will\snot|must\s(?:decline|refuse)|(?:have\sto|need\sto)\s(?:decline|refuse)|decline|refuse)\b
        | \b(?:as\san\sAI|against\smy\s(?:guidelines|policy|policies|programming)|cannot\s(?:assist|help|comply|fulfil|evaluate|judge|provide))\b
        | ^\W*(?:sorry|apologies)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
