using Eval.Cli.CommandLine;

namespace Eval.Cli.Initialization;

/// <summary>Asks the few things that the options leave open, where a person sits at a terminal.</summary>
internal sealed class InitQuestions(Surroundings surroundings)
{
    /// <summary>True where somebody can answer.</summary>
    public bool CanAsk => surroundings is { InIsTerminal: true, ErrorIsTerminal: true } && surroundings.Set("CI") is null or "false" or "0";

    /// <summary>Yes or no; the default on an empty answer and at the end of the input.</summary>
    public bool YesNo(string question, bool otherwise)
    {
        while (true)
        {
            surroundings.Error.Write($"{TerminalText.OneLine(question)} [{(otherwise ? "Y/n" : "y/N")}] ");
            switch (surroundings.ReadLine()?.Trim().ToLowerInvariant())
            {
                case null or "":
                    return otherwise;
                case "y" or "yes":
                    return true;
                case "n" or "no":
                    return false;
            }
        }
    }

    /// <summary>A line of text; null where it is empty.</summary>
    public string? Text(string question)
    {
        surroundings.Error.Write($"{TerminalText.OneLine(question)} ");
        return surroundings.ReadLine()?.Trim() is { Length: > 0 } answer ? answer : null;
    }
}
