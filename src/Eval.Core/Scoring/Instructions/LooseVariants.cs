using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Instructions;

/// <summary>The forms of a response that the loose rule tries: without asterisks, without the first or last line, and both.</summary>
public static class LooseVariants
{
    /// <summary>The variants that are not blank, in the published order; some may be equal.</summary>
    public static List<string> Of(string response)
    {
        var lines = response.Split('\n');
        string[] cut = [Join(lines.Skip(1)), Join(lines.SkipLast(1)), Join(lines.Skip(1).SkipLast(1))];
        string[] all = [response, Plain(response), .. cut, .. cut.Select(Plain)];
        return [.. all.Where(v => !Instruction.IsBlank(v))];

        static string Join(IEnumerable<string> lines) => PythonText.Trim(string.Join('\n', lines));

        static string Plain(string text) => text.Replace("*", "", StringComparison.Ordinal);
    }
}
