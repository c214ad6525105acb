using Eval.Core.Running;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>A stored run for people: its head, the table of results, counts, tokens, money and time.</summary>
internal static class RunReport
{
    public static void Write(IAnsiConsole console, StoredRun run, bool slices)
    {
        console.WriteLine(TerminalText.OneLine(RunWords.Head(run)), new Style(decoration: Decoration.Bold));
        if (run.Comment is not null)
        {
            console.WriteLine(TerminalText.OneLine(run.Comment));
        }

        if (run.Tags.Count > 0)
        {
            console.WriteLine(TerminalText.OneLine(RunWords.Tags(run.Tags)), new Style(decoration: Decoration.Dim));
        }

        console.WriteLine();
        var others = ArenaReport.WithoutPlaces(run, slices);
        if (others.Cells.Count > 0 || run.Cells.Count == 0)
        {
            console.Write(ResultTable.Create(others, slices, console.Profile.Width));
            console.WriteLine();
        }

        ArenaReport.Write(console, run);
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
