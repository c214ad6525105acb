using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;
using Eval.Storage.Answers;

namespace Eval.Cli.Commands;

/// <summary><c>cache clear</c>: removes answers and downloads, whether they would still be served or not.</summary>
internal static class CacheClearCommand
{
    private static readonly Option<string[]> Candidates = OptionKinds.Many("--candidate", ["-m", "--model"], "ID", "The answers of these candidates (ids or quoted wildcards)");
    private static readonly Option<bool> All = OptionKinds.Flag("--all", ["-a"], "The answers of all candidates");
    private static readonly Option<bool> Downloads = OptionKinds.Flag("--downloads", [], "The data files that suites had downloaded");

    public static Command Create() => new EvalCommand("clear", "Remove cached answers, also those that would still be served")
    {
        Details = "What is removed is asked and paid for again. No result is touched: what runs stored stays as it is. Without --all, -m or --downloads nothing is removed.",
        Examples = [new("cache clear -m tiny-small", "one candidate's answers"), new("cache clear --all", "all answers")],
        Options = { Candidates, All, Downloads },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var patterns = context.Parse.GetValue(Candidates) ?? [];
        var (all, downloads) = (context.Parse.GetValue(All), context.Parse.GetValue(Downloads));
        if (!all && !downloads && patterns.Length == 0)
        {
            throw new EvalConfigurationException(null, "nothing is named to be removed", "--all, -m CANDIDATE or --downloads");
        }

        if (downloads)
        {
            RejectOwnDataInside(context);
        }

        var answers = 0L;
        if (all || patterns.Length > 0)
        {
            await using var database = await CacheCommand.OpenAsync(context, cancellationToken);
            var filter = new AnswerFilter { Candidates = all ? [] : await CacheCommand.ChooseAsync(context, database, patterns, cancellationToken) };
            answers = await database.AnswerQueries.RemoveAsync(filter, cancellationToken);
        }

        var files = downloads ? CacheCommand.Downloads(context) : [];
        var bytes = files.Sum(f => f.Length);
        foreach (var folder in downloads ? CacheCommand.DownloadFolders(context) : [])
        {
            folder.Delete(recursive: true);
        }

        CacheReport.Write(context, new CacheRemovalDocument(1, context.DatabaseFile, answers, files.Count, bytes));
        return ExitCodes.Done;
    }

    // What lies under EVAL_DATASETS was put there by hand, and cannot be fetched again.
    private static void RejectOwnDataInside(CommandContext context)
    {
        if (context.Surroundings.Set(DataSources.Variable) is not { } given)
        {
            return;
        }

        var cache = Path.TrimEndingDirectorySeparator(CacheCommand.DownloadFolder(context));
        var own = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given, context.Surroundings.CurrentDirectory));
        if (own == cache || own.StartsWith(cache + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new EvalConfigurationException(
                null, $"{DataSources.Variable} ({own}) lies in the folder of downloads, {cache}: its files cannot be told from downloads", "move it elsewhere; nothing was removed");
        }
    }
}
