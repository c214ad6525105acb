using Eval.Core.Running;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>A stored run for people: its head, the table of results, counts, tokens, money and time.</summary>
internal static class RunReport
{
    public static void Write(IAnsiConsole console, StoredRun run, bool slices)
    {
        console.WriteLine(TerminalText.OneLine(RunWords.Head(run)), new Style(decoration: Decoration.Bold));
        console.WriteLine();
        console.Write(ResultTable.Create(run, slices, console.Profile.Width));
        console.WriteLine();
        foreach (var remark in RunWords.Remarks(run, slices).Distinct().Take(20))
        {
            console.WriteLine(TerminalText.OneLine(remark), new Style(Color.Yellow));
        }

        foreach (var line in RunWords.Totals(run))
        {
            console.WriteLine(TerminalText.OneLine(line));
        }
    }
}
