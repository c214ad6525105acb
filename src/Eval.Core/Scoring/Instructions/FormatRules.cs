using System.Text.RegularExpressions;
using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Instructions;

/// <summary>Instructions about marks in the text: placeholders, bullets, highlights, sections, titles, JSON.</summary>
internal static class FormatRules
{
    private static readonly Regex Placeholder = TextPattern.Compile(@"\[.*?\]");
    private static readonly Regex SecondPostscript = TextPattern.Compile(@"p\.\s?p\.\s?s");
    private static readonly Regex FirstPostscript = TextPattern.Compile(@"p\.\s?s\.");
    private static readonly Regex Star = TextPattern.Compile(@"^\s*\*[^*].*$", RegexOptions.Multiline);
    private static readonly Regex Dash = TextPattern.Compile(@"^\s*-.*$", RegexOptions.Multiline);
    private static readonly Regex SingleStars = TextPattern.Compile(@"\*[^\n*]*\*");
    private static readonly Regex DoubleStars = TextPattern.Compile(@"\*\*[^\n*]*\*\*");
    private static readonly Regex TitleMarks = TextPattern.Compile("<<[^\n]+>>");

    public static bool Placeholders(string response, InstructionArguments a) => Placeholder.Count(response) >= a.Number("num_placeholders");

    public static bool Postscript(string response, InstructionArguments a)
    {
        var lower = PythonText.Lower(response);
        return a.Text("postscript_marker") switch
        {
            "P.P.S" => SecondPostscript.IsMatch(lower),
            "P.S." => FirstPostscript.IsMatch(lower),
            var marker => KeywordRules.Pattern(PythonText.Lower(marker), options: RegexOptions.None).IsMatch(lower),
        };
    }

    public static bool Bullets(string response, InstructionArguments a) => Star.Count(response) + Dash.Count(response) == a.Number("num_bullets");

    public static bool Constrained(string response, InstructionArguments a) =>
        response.Contains("My answer is yes.", StringComparison.Ordinal) || response.Contains("My answer is no.", StringComparison.Ordinal)
        || response.Contains("My answer is maybe.", StringComparison.Ordinal);

    public static bool Highlights(string response, InstructionArguments a) =>
        SingleStars.Matches(response).Count(m => !Instruction.IsBlank(m.Value.Trim('*'))) + DoubleStars.Matches(response).Count(m => !Instruction.IsBlank(m.Value[2..^2]))
        >= a.Number("num_highlights");

    public static bool Sections(string response, InstructionArguments a) =>
        KeywordRules.Pattern(a.Text("section_spliter"), p => $@"\s?(?:{p})\s?\d+\s?", RegexOptions.None).Count(response) >= a.Number("num_sections");

    public static bool Title(string response, InstructionArguments a) =>
        TitleMarks.Matches(response).Any(m => !Instruction.IsBlank(m.Value.TrimStart('<').TrimEnd('>')));

    public static bool Json(string response, InstructionArguments a)
    {
        var text = PythonText.Trim(response);
        foreach (var fence in (string[])["```json", "```Json", "```JSON", "```"])
        {
            text = text.StartsWith(fence, StringComparison.Ordinal) ? text[fence.Length..] : text;
        }

        return PythonJson.IsValid(PythonText.Trim(text.EndsWith("```", StringComparison.Ordinal) ? text[..^3] : text));
    }
}
