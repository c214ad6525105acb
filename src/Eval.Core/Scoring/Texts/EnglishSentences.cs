using System.Text.RegularExpressions;

namespace Eval.Core.Scoring.Texts;

/// <summary>
/// Sentences of English text, in the manner of NLTK's Punkt splitter. Punkt's parameters are learned data that is not ours to ship; a short list of
/// abbreviations and of words that begin sentences stands in their place. It agrees with Punkt on all cases of our oracle, not on every text.
/// </summary>
public static partial class EnglishSentences
{
    private static readonly HashSet<string> Abbreviations = new(StringComparer.Ordinal)
    {
        "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "gen", "col", "lt", "sgt", "capt", "maj", "rep", "sen", "gov", "rev", "vs", "etc", "inc", "ltd",
        "co", "corp", "bros", "dept", "ave", "blvd", "jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "a.m", "p.m", "e.g", "i.e",
        "u.s", "u.k", "u.n", "u.s.a", "d.c", "ph.d", "b.c", "a.d",
    };

    // Where one of these follows an abbreviation with a capital, it begins a sentence; a name does not.
    private static readonly HashSet<string> Starters = new(StringComparer.Ordinal)
    {
        "the", "a", "an", "this", "that", "these", "those", "it", "he", "she", "they", "we", "you", "i", "in", "on", "at", "but", "and", "so", "if", "when",
        "while", "however", "there", "then", "as", "for", "by", "with", "after", "before", "although", "though", "his", "her", "their", "our", "its", "what",
        "who", "where", "how", "why", "one", "some", "many", "most", "no", "not", "yes", "also", "since", "because", "meanwhile", "still", "now",
    };

    private const string Marks = ")\";}]*:@'({[!?";

    /// <summary>The sentences, without the white space between them.</summary>
    public static List<string> Split(string text)
    {
        var sentences = new List<string>();
        var start = 0;
        foreach (var (from, to) in PossibleEnds(text))
        {
            if (!IsEnd(text[from..to], text, to))
            {
                continue;
            }

            // Quotation marks and brackets that close belong to what they close.
            var end = to;
            while (end < text.Length && text[end] is '"' or '\'' or ')' or ']' or '}')
            {
                end++;
            }

            end = end == text.Length || PythonText.IsSpace(text[end]) ? end : to;
            Add(start, end);
            start = end;
        }

        Add(start, text.Length);
        return sentences;

        void Add(int from, int to)
        {
            var sentence = PythonText.Trim(text[from..to]);
            if (sentence.Length > 0)
            {
                sentences.Add(sentence);
            }
        }
    }

    // In each run without white space: as far as it goes to a full stop, question or exclamation mark that stands before a closing or opening mark, or
    // before white space with more behind it; then again from there.
    private static IEnumerable<(int From, int To)> PossibleEnds(string text)
    {
        var length = PythonText.TrimEnd(text).Length;
        for (var at = 0; at < length;)
        {
            if (PythonText.IsSpace(text[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < length && !PythonText.IsSpace(text[end]))
            {
                end++;
            }

            for (var (from, last) = (at, end - 1); last >= from; last--)
            {
                if (text[last] is '.' or '?' or '!' && (last + 1 < end ? Marks.Contains(text[last + 1]) : end < length))
                {
                    yield return (from, last + 1);
                    break;
                }
            }

            at = end;
        }
    }

    private static bool IsEnd(string piece, string text, int at)
    {
        if (piece[^1] != '.')
        {
            return true;
        }

        var token = piece.TrimStart('(', '[', '{', '"', '\'', '“', '‘')[..^1].ToLowerInvariant();
        var next = NextWord().Match(text, at).Groups["word"].Value;
        var hasCapital = next.Length > 0 && char.IsUpper(next[0]);
        if (token.EndsWith('.'))
        {
            return hasCapital;
        }

        var isNumber = token.Length > 0 && token.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or '-');
        if (isNumber)
        {
            return hasCapital;
        }

        var isInitial = token.Length == 1 && char.IsLetter(token[0]);
        return (!isInitial && !Abbreviations.Contains(token)) || (hasCapital && Starters.Contains(next.ToLowerInvariant()));
    }

    [GeneratedRegex(@"\G[\s)""'\]}(\[{“‘]*(?<word>[^\s.,;:!?""'()\[\]{}]+)")]
    private static partial Regex NextWord();
}
