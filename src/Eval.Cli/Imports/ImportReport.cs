using Eval.Cli.CommandLine;
using Eval.Cli.Commands;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Imports;
using Eval.Core.Running;
using Spectre.Console;

namespace Eval.Cli.Imports;

/// <summary>Tells what an import took, what it did not take, and what to type next.</summary>
internal sealed class ImportReport(CommandContext context, ImportSource source, IImportFormat format, string what, ImportedContent content, bool dryRun)
{
    private const int MostListed = 50;

    public async Task WriteAsync(IReadOnlyList<long> ids, string? folder, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var runs = await ReadAsync(ids, cancellationToken);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, Document(runs, folder, files), DocumentContext.Default.ImportDocument);
            return;
        }

        Line($"{source.Name}: {what}{(dryRun ? "; nothing is taken (--dry-run)" : "")}");
        foreach (var run in dryRun ? content.Runs : [])
        {
            Line($"run       {string.Join(", ", run.Cells.Select(c => c.Candidate).Distinct())} on {string.Join(", ", run.Cells.Select(c => c.Suite).Distinct())}");
        }

        foreach (var run in runs)
        {
            context.Out.WriteLine();
            RunReport.Write(context.Out, run, slices: false);
        }

        foreach (var file in files)
        {
            Line($"{(dryRun ? "would write" : "wrote")} {ShortPath.Of(file, context.Surroundings.CurrentDirectory)}");
        }

        NotTaken();
        Hints(runs, folder);
    }

    private void NotTaken()
    {
        if (content.NotTaken.Count == 0)
        {
            return;
        }

        context.Out.WriteLine();
        context.Out.WriteLine($"not taken over ({content.NotTaken.Count}):", new Style(Color.Yellow));
        foreach (var item in content.NotTaken.Take(context.Verbose ? int.MaxValue : MostListed))
        {
            var at = item.At is { } place ? (place with { File = ShortPath.Of(place.File, context.Surroundings.CurrentDirectory) }) + ": " : "";
            Line($"  {at}{item.Key}: {item.Why}");
        }

        if (content.NotTaken.Count > MostListed && !context.Verbose)
        {
            Line($"  … and {content.NotTaken.Count - MostListed} more: --verbose lists all");
        }
    }

    private void Hints(IReadOnlyList<StoredRun> runs, string? folder)
    {
        if (dryRun)
        {
            return;
        }

        if (runs.Count > 0)
        {
            context.Hint($"to look at it: {context.Command($"show {runs[0].Id}")}; to read the answers: {context.Command($"samples {runs[0].Id}")}");
        }

        if (folder is not null)
        {
            var name = Invocation.Quote(ShortPath.Of(folder, context.Surroundings.CurrentDirectory));
            context.Hint($"to check it: {context.Surroundings.Invocation.Of($"check -c {name}")}");
        }
    }

    private async Task<IReadOnlyList<StoredRun>> ReadAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var runs = new List<StoredRun>();
        foreach (var id in ids)
        {
            runs.Add((await database.RunQueries.GetAsync(id, cancellationToken))!);
        }

        return runs;
    }

    private ImportDocument Document(IReadOnlyList<StoredRun> runs, string? folder, IReadOnlyList<string> files) => new(
        1,
        source.Path,
        format.Tool,
        what,
        dryRun,
        runs.Count > 0 ? context.DatabaseFile : null,
        dryRun
            ? [.. content.Runs.Select(r => new ImportedRunEntry(
                null, r.Name, OriginEntry.Of(r.Origin)!, Names(r.Cells.Select(c => c.Candidate)), Names(r.Cells.Select(c => c.Suite)), null))]
            : [.. runs.Select(r => new ImportedRunEntry(
                r.Id, r.Name, OriginEntry.Of(r.Import)!, Names(r.Cells.Select(c => c.CandidateId)), Names(r.Cells.Select(c => c.SuiteName)), r.Cells.Sum(c => c.StoredSamples)))],
        folder,
        files,
        [.. content.NotTaken.Select(NotTakenEntry.Of)]);

    private static IReadOnlyList<string> Names(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal)];

    private void Line(string text) => context.Out.WriteLine(TerminalText.OneLine(text));
}
