using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary><c>cache list</c>: what is kept, and what it is worth.</summary>
internal static class CacheListCommand
{
    public static Command Create() => new EvalCommand("list", "List cached answers by candidate, and downloaded data")
    {
        Details = "Hosted answers are served again for 14 days; \"worth\" is what asking again for them would cost at the prices of then.",
        Examples = [new("cache list", "how much is kept"), new("cache list --json", "for a script")],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var database = await EvalDatabase.OpenAsync(
            new EvalDatabaseOptions { Path = context.DatabaseFile, Mode = OpenMode.ReadOnly, Time = context.Surroundings.Clock }, cancellationToken);
        var entries = (await database.AnswerQueries.ListAsync(cancellationToken))
            .Select(r => new CacheEntry(r.Candidate, r.Answers, r.Expired, r.Bytes, r.CostMicroUsd / 1_000_000m, r.OldestAt, r.NewestAt)).ToList();
        var files = CacheCommand.Downloads(context);
        var downloads = new DownloadsEntry(CacheCommand.DownloadFolder(context), files.Count, files.Sum(f => f.Length));
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new CacheDocument(1, database.Path, entries, downloads), DocumentContext.Default.CacheDocument);
        }
        else
        {
            CacheReport.Write(context.Out, entries, downloads);
        }

        if (entries.Sum(e => e.Expired) is > 0 and var expired)
        {
            context.Hint($"{Figures.Count(expired)} {(expired == 1 ? "is" : "are")} no longer served; to remove them: {context.Command("cache prune")}");
        }

        return ExitCodes.Done;
    }
}
