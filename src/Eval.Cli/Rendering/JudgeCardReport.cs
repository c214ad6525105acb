using System.Globalization;
using Eval.Core.Judging.Agreement;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>A judge's card for people: group by group, and why a number is missing.</summary>
internal static class JudgeCardReport
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    public static void Write(IAnsiConsole console, JudgeCard card)
    {
        console.WriteLine(TerminalText.OneLine(CardFigures.Head(card)), Bold);
        console.WriteLine(TerminalText.OneLine(CardFigures.Labels(card)));
        foreach (var group in card.Figures.GroupBy(f => f.Group))
        {
            console.WriteLine();
            console.WriteLine(CardWords.Group(group.Key), Bold);
            var valued = group.Where(f => f.Value is not null).ToList();
            var interval = string.Create(CultureInfo.InvariantCulture, $"{card.Confidence * 100:0.##} % interval");
            if (FittedTable.Create(valued, Columns(interval, console.Profile.Width), console.Profile.Width) is { } table && valued.Count > 0)
            {
                console.Write(table);
            }
            else
            {
                valued.ForEach(f => console.WriteLine(TerminalText.OneLine($"  {f.Name}: {CardFigures.Value(f)} ({CardFigures.Interval(f)}), n {CardFigures.Count(f)}")));
            }

            foreach (var figure in group.Where(f => f.Reason is not null))
            {
                console.WriteLine(TerminalText.OneLine($"  {figure.Name}: {figure.Reason}"), Dim);
            }
        }

        console.WriteLine();
        foreach (var note in card.Notes)
        {
            console.WriteLine(TerminalText.OneLine(note), new Style(Color.Yellow));
        }

        console.WriteLine(TerminalText.OneLine(CardFigures.Trust(card)), JudgeTrust.WhyNotBlock(card) is null ? new Style(Color.Green) : new Style(Color.Yellow));
    }

    private static List<FittedColumn<CardFigure>> Columns(string interval, int width)
    {
        var room = Math.Clamp(width - 44, 16, 60);
        return
        [
            new("", f => "  " + Cut(f.Name, room)),
            new("value", CardFigures.Value) { Right = true, Style = _ => Bold },
            new(interval, CardFigures.Interval) { Right = true },
            new("n", CardFigures.Count) { Right = true },
            new("interval by", f => f.Method ?? "") { DroppedAs = 1, Style = _ => Dim },
        ];
    }

    private static string Cut(string text, int width) => TerminalText.OneLine(text) is { } safe && safe.Length > width ? safe[..(width - 1)] + "…" : text;
}
