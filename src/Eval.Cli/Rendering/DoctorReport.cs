using Eval.Cli.Diagnosis;
using Eval.Cli.Documents;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>The doctor's findings for people.</summary>
internal static class DoctorReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<FindingEntry> findings)
    {
        var topics = findings.Max(f => f.Topic.Length);
        foreach (var finding in findings)
        {
            var (mark, style) = finding.State switch
            {
                Finding.Ok => ("✓", new Style(Color.Green)),
                Finding.Note => ("·", new Style(Color.Yellow)),
                _ => ("✗", new Style(Color.Red)),
            };
            var grid = new Grid();
            grid.AddColumn(new GridColumn { Width = 1, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
            grid.AddColumn(new GridColumn { Width = topics, NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
            grid.AddColumn(new GridColumn { Padding = new Padding(0) });
            var text = TerminalText.OneLine(finding.Text) + (finding.Advice is { } advice ? $" ({TerminalText.OneLine(advice)})" : "");
            grid.AddRow(new Text(mark, style), new Text(finding.Topic, new Style(decoration: Decoration.Bold)), new Text(text));
            console.Write(grid);
        }
    }
}
