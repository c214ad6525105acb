using Eval.Cli.Documents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>Candidates for people.</summary>
internal static class ModelsReport
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, IReadOnlyList<ModelEntry> models, string currentDirectory)
    {
        List<FittedColumn<ModelEntry>> columns =
        [
            new("candidate", m => m.Id) { Style = _ => new Style(decoration: Decoration.Bold) },
            new("kind", m => m.Kind),
            new("state", m => m.Available ? "ready" : "not usable") { Style = m => m.Available ? Style.Plain : new Style(Color.Red) },
            new("parameters", m => double.TryParse(Fact(m, "parameters"), out var count) ? Figures.Short(count) : "") { Right = true, DroppedAs = 1 },
            new("precision", m => Fact(m, "quantisation")) { DroppedAs = 2 },
            new("size", m => long.TryParse(Fact(m, "sizeBytes"), out var bytes) ? $"{bytes / 1e6:#,0.0} MB" : "") { Right = true, DroppedAs = 3 },
            new("source", m => m.Kind == "local" ? ShortPath.Of(m.Source, currentDirectory) : m.Source) { DroppedAs = 4, Style = _ => Dim },
        ];
        console.Write(FittedTable.Create(models, columns, console.Profile.Width) as IRenderable
            ?? new Rows(models.Select(m => new Text(TerminalText.OneLine($"{m.Id} ({m.Kind}){(m.Available ? "" : ", not usable")}")))));
        foreach (var model in models.Where(m => m.Problem is not null))
        {
            console.WriteLine(TerminalText.OneLine($"{model.Id}: {model.Problem}"), new Style(Color.Yellow));
        }
    }

    private static string Fact(ModelEntry model, string name) => model.Facts.GetValueOrDefault(name, "");
}
