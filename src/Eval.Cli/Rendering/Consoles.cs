using Eval.Cli.CommandLine;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>Drawing surfaces over the two output streams.</summary>
internal static class Consoles
{
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal, int width, Surroundings surroundings)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal && surroundings.AllowsAnsi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal && surroundings.AllowsColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
