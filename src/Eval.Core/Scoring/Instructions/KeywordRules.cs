using System.Text.RegularExpressions;
using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Instructions;

/// <summary>Instructions about words and letters. Words are regular expressions, as in the published program.</summary>
internal static class KeywordRules
{
    // A boundary between word characters and others as Python sees them, on either side.
    private const string Boundary = @"(?:(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_]))";

    public static bool Exist(string response, InstructionArguments a) => a.Texts("keywords").All(k => Pattern(k).IsMatch(response));

    public static bool Frequency(string response, InstructionArguments a) =>
        a.Holds(Pattern(PythonText.Trim(a.Text("keyword"))).Count(response), "frequency");

    public static bool Forbidden(string response, InstructionArguments a) =>
        !a.Texts("forbidden_words").Any(w => Pattern(w, p => $"{Boundary}(?:{p}){Boundary}").IsMatch(response));

    public static bool Letters(string response, InstructionArguments a)
    {
        var letter = a.Text("letter").ToLowerInvariant();
        return a.Holds(letter.Length == 0 ? 0 : PythonText.Lower(response).Count(c => c == letter[0]), "let_frequency", "let_relation");
    }

    /// <summary>A pattern of the data; one that is malformed is taken as plain text.</summary>
    public static Regex Pattern(string pattern, Func<string, string>? around = null, RegexOptions options = RegexOptions.IgnoreCase)
    {
        try
        {
            return TextPattern.Compile(around?.Invoke(pattern) ?? pattern, options);
        }
        catch (ArgumentException)
        {
            var escaped = Regex.Escape(pattern);
            return TextPattern.Compile(around?.Invoke(escaped) ?? escaped, options);
        }
    }
}
