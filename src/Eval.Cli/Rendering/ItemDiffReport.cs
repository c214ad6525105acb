using Eval.Core.Comparisons;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>Samples that changed between two candidates, with their texts. None of the texts reaches the terminal raw.</summary>
internal static class ItemDiffReport
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, ShownDiff shown)
    {
        console.WriteLine();
        console.WriteLine(TerminalText.OneLine(ItemDiffWords.Head(shown)), Bold);
        foreach (var item in shown.Diff.Items)
        {
            console.WriteLine();
            console.WriteLine(TerminalText.OneLine(ItemDiffWords.Title(item, shown)), new Style(item.Change switch
            {
                ItemChange.Broken => Color.Red,
                ItemChange.Fixed => Color.Green,
                _ => Color.Yellow,
            }));
            foreach (var (title, text) in ItemDiffWords.Texts(item, shown))
            {
                console.WriteLine(TerminalText.OneLine($"  {title}"), Dim);
                console.Write(new Padder(new Text(TerminalText.Lines(Excerpt.Of(text, shown.Full))), new Padding(4, 0, 0, 0)));
            }
        }
    }
}
