using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Providers.Downloads;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary><c>cache</c>: answers that are kept to be served again, and downloaded data.</summary>
internal static class CacheCommand
{
    private static readonly EnumerationOptions OwnOnly = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    public static Command Create() => new EvalCommand("cache", "Look through and remove cached answers and downloads")
    {
        CacheListCommand.Create(),
        CachePruneCommand.Create(),
        CacheClearCommand.Create(),
    };

    /// <summary>Opens the database to remove from; it must be there.</summary>
    internal static Task<EvalDatabase> OpenAsync(CommandContext context, CancellationToken cancellationToken) => File.Exists(context.DatabaseFile)
        ? EvalDatabase.OpenAsync(new EvalDatabaseOptions { Path = context.DatabaseFile, Time = context.Surroundings.Clock }, cancellationToken)
        : throw new EvalStorageException(StorageProblem.Missing, context.DatabaseFile, "there is no database");

    /// <summary>
    /// The candidates that the user means, of those with answers and those of the workspace; empty for all. Throws where a name or wildcard means none.
    /// </summary>
    internal static async Task<IReadOnlyList<string>> ChooseAsync(
        CommandContext context, EvalDatabase database, IReadOnlyList<string> patterns, CancellationToken cancellationToken) =>
        patterns.Count == 0
            ? []
            : NameFilter.Choose(
                "candidate with cached answers",
                [.. (await database.AnswerQueries.ListAsync(cancellationToken)).Select(r => r.Candidate).Union(Candidates(context))],
                patterns);

    /// <summary>The user's cache folder of data files.</summary>
    internal static string DownloadFolder(CommandContext context) => DatasetDownloader.FolderOf(context.Surroundings.Set);

    /// <summary>
    /// The folders that hold downloaded data files, one for each hash; links and whatever else somebody keeps beside them is none of ours.
    /// </summary>
    internal static IReadOnlyList<DirectoryInfo> DownloadFolders(CommandContext context) => new DirectoryInfo(DownloadFolder(context)) is { Exists: true } folder
        ? [.. folder.EnumerateDirectories("*", OwnOnly).Where(d => d.Name.Length == 64 && d.Name.All(char.IsAsciiHexDigit))]
        : [];

    /// <summary>Downloaded data files.</summary>
    internal static IReadOnlyList<FileInfo> Downloads(CommandContext context) =>
        [.. DownloadFolders(context).SelectMany(d => d.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))];

    // A workspace is a help here, not a need.
    private static IEnumerable<string> Candidates(CommandContext context)
    {
        try
        {
            return context.OptionalWorkspaceFile is { } file ? WorkspaceLoader.Load(file).Candidates.Select(c => c.Id) : [];
        }
        catch (EvalConfigurationException)
        {
            return [];
        }
    }
}
