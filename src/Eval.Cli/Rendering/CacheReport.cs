using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>Cached answers for people.</summary>
internal static class CacheReport
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, IReadOnlyList<CacheEntry> entries, DownloadsEntry downloads)
    {
        if (entries.Count == 0)
        {
            console.WriteLine("no answer is cached");
        }
        else
        {
            console.Write(FittedTable.Create(entries, Columns(), console.Profile.Width) as IRenderable
                ?? new Rows(entries.Select(e => new Text(TerminalText.OneLine($"{e.Candidate}: {Figures.Count(e.Answers)} answers, {Figures.Size(e.Bytes)}")))));
        }

        if (downloads.Files > 0)
        {
            console.WriteLine(TerminalText.OneLine($"downloads: {Figures.Count(downloads.Files)} {(downloads.Files == 1 ? "file" : "files")}, {Figures.Size(downloads.Bytes)} in {downloads.Folder}"));
        }
    }

    /// <summary>What was removed, in the form that the user asked for.</summary>
    public static void Write(CommandContext context, CacheRemovalDocument removed)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, removed, DocumentContext.Default.CacheRemovalDocument);
            return;
        }

        var parts = new List<string>();
        if (removed.Answers > 0)
        {
            parts.Add(removed.Answers == 1 ? "1 answer" : $"{Figures.Count(removed.Answers)} answers");
        }

        if (removed.Files > 0)
        {
            parts.Add($"{(removed.Files == 1 ? "1 file" : $"{Figures.Count(removed.Files)} files")} of {Figures.Size(removed.FileBytes)}");
        }

        context.Surroundings.Out.WriteLine(parts.Count == 0 ? "nothing to remove" : $"removed {string.Join(" and ", parts)}");
        if (removed.Answers > 0)
        {
            context.Hint($"the database keeps its size until: {context.Command("db vacuum")}");
        }
    }

    private static List<FittedColumn<CacheEntry>> Columns() =>
    [
        new("candidate", e => e.Candidate) { Style = _ => new Style(decoration: Decoration.Bold) },
        new("answers", e => Figures.Count(e.Answers)) { Right = true },
        new("expired", e => e.Expired > 0 ? Figures.Count(e.Expired) : "") { Right = true },
        new("size", e => Figures.Size(e.Bytes)) { Right = true },
        new("worth", e => e.CostUsd is { } cost ? Figures.Money((long)(cost * 1_000_000)) : "") { Right = true, DroppedAs = 1 },
        new("newest", e => Figures.Time(e.NewestAt)) { DroppedAs = 2, Style = _ => Dim },
        new("oldest", e => Figures.Time(e.OldestAt)) { DroppedAs = 3, Style = _ => Dim },
    ];
}
