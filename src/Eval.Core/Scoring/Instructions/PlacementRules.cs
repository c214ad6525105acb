using Eval.Core.Scoring.Texts;

namespace Eval.Core.Scoring.Instructions;

/// <summary>Instructions about how a response begins and ends, and how it is put together.</summary>
internal static class PlacementRules
{
    public static bool TwoResponses(string response, InstructionArguments a)
    {
        var pieces = response.Split("******");
        var answers = new List<string>();
        for (var i = 0; i < pieces.Length; i++)
        {
            if (!Instruction.IsBlank(pieces[i]))
            {
                answers.Add(PythonText.Trim(pieces[i]));
            }
            else if (i > 0 && i < pieces.Length - 1)
            {
                return false;
            }
        }

        return answers is [{ } first, { } second] && !string.Equals(first, second, StringComparison.Ordinal);
    }

    public static bool RepeatPrompt(string response, InstructionArguments a) =>
        PythonText.Lower(PythonText.Trim(response)).StartsWith(PythonText.Lower(PythonText.Trim(a.Text("prompt_to_repeat"))), StringComparison.Ordinal);

    public static bool EndsWith(string response, InstructionArguments a) =>
        PythonText.Lower(PythonText.Trim(response).Trim('"')).EndsWith(PythonText.Lower(PythonText.Trim(a.Text("end_phrase"))), StringComparison.Ordinal);

    public static bool Quoted(string response, InstructionArguments a) => PythonText.Trim(response) is { Length: > 1 } text && text[0] == '"' && text[^1] == '"';

    public static bool NoComma(string response, InstructionArguments a) => !response.Contains(',', StringComparison.Ordinal);
}
