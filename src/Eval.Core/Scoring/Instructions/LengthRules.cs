using System.Buffers;
using System.Text.RegularExpressions;
using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Instructions;

/// <summary>Instructions about the number of words, sentences and paragraphs.</summary>
internal static partial class LengthRules
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(".,?!'\"");

    public static bool Words(string response, InstructionArguments a) => a.Holds(PythonText.Words(response).Count, "num_words");

    public static bool Sentences(string response, InstructionArguments a) => a.Holds(EnglishSentences.Split(response).Count, "num_sentences");

    public static bool Paragraphs(string response, InstructionArguments a)
    {
        var pieces = Divider().Split(response);
        var count = pieces.Length;
        for (var i = 0; i < pieces.Length; i++)
        {
            if (!Instruction.IsBlank(pieces[i]))
            {
                continue;
            }

            if (i > 0 && i < pieces.Length - 1)
            {
                return false;
            }

            count--;
        }

        return count == a.Number("num_paragraphs");
    }

    public static bool NthParagraph(string response, InstructionArguments a)
    {
        var pieces = response.Split("\n\n");
        var count = pieces.Count(p => !Instruction.IsBlank(p));
        var nth = a.Number("nth_paragraph");
        if (nth < 1 || nth > count || Instruction.IsBlank(pieces[nth - 1]))
        {
            return false;
        }

        var word = PythonText.Split(pieces[nth - 1])[0].TrimStart('\'').TrimStart('"');
        var end = word.AsSpan().IndexOfAny(WordEnds);
        return count == a.Number("num_paragraphs")
            && string.Equals(PythonText.Lower(end < 0 ? word : word[..end]), PythonText.Lower(a.Text("first_word")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"[\s\x1c-\x1f]?\*\*\*[\s\x1c-\x1f]?")]
    private static partial Regex Divider();
}
