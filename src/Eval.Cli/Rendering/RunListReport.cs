using Eval.Storage.Queries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>The list of stored runs for people.</summary>
internal static class RunListReport
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, IReadOnlyList<RunListItem> runs)
    {
        console.Write(FittedTable.Create(runs, Columns(), console.Profile.Width) as IRenderable ?? new Rows(runs.Select(r =>
            new Text(TerminalText.OneLine($"{r.Id} {r.Name} {Status(r)}, {Figures.Percent(Share(r))} of {Figures.Count(r.Planned)} samples")))));
    }

    private static List<FittedColumn<RunListItem>> Columns() =>
    [
        new("run", r => r.Id.ToString()) { Right = true },
        new("name", r => Cut(r.Name ?? "", 24)) { DroppedAs = 2 },
        new("begun", r => Figures.Time(r.CreatedAt)),
        new("status", Status),
        new("samples", r => $"{Figures.Count(r.Done)} / {Figures.Count(r.Planned)}{(r.IsFiltered ? " selected" : "")}") { Right = true },
        new("errors", r => r.Errors > 0 ? Figures.Count(r.Errors) : "") { Right = true, Style = _ => new Style(Color.Red) },
        new("tags", r => Cut(RunWords.Tags(r.Tags), 30)) { DroppedAs = 4, Style = _ => Dim },
        new("suites", r => Cut(string.Join(", ", r.Suites), 40)) { DroppedAs = 1, Style = _ => Dim },
        new("candidates", r => Cut(string.Join(", ", r.Candidates), 40)) { DroppedAs = 3, Style = _ => Dim },
    ];

    private static string Status(RunListItem run) => run switch
    {
        { Status: Core.Running.RunStatus.Running, Worker: { } worker } => $"running ({worker.ProcessId})",
        { Status: Core.Running.RunStatus.Running } => "its process died",
        { Import: { } import } => $"{RunWords.Word(run.Status)} ({import.Tool})",
        _ => RunWords.Word(run.Status),
    };

    private static double Share(RunListItem run) => run.Planned == 0 ? 0 : (double)run.Done / run.Planned;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
