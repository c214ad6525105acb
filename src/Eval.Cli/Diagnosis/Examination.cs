using Eval.Cli.CommandLine;
using Eval.Cli.Commands;
using Eval.Cli.Documents;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.Diagnosis;

/// <summary>Everything the doctor looks at, in the order of the report.</summary>
internal static class Examination
{
    public static async Task<IReadOnlyList<FindingEntry>> MakeAsync(CommandContext context, CancellationToken cancellationToken) =>
    [
        Finding.Good("program", $"version {ProgramVersion.Text}, typed as: {context.Surroundings.Invocation.Prefix}"),
        .. MachineFindings.Make(),
        .. await LocalModelFindings.MakeAsync(context, cancellationToken),
        .. LocalFileFindings.Make(context),
        .. await EndpointFindings.MakeAsync(context, cancellationToken),
        Workspace(context),
        Datasets(context.Surroundings),
        await DatabaseAsync(context, cancellationToken),
        .. Work(context),
    ];

    private static FindingEntry Workspace(CommandContext context)
    {
        if (context.OptionalWorkspaceFile is not { } file)
        {
            return Finding.Remark("workspace", "none here or in a folder above", "name one with --workspace FILE");
        }

        try
        {
            var workspace = WorkspaceLoader.Load(file);
            return Finding.Good("workspace", $"{file}: {workspace.Candidates.Count} candidates, {workspace.SuiteFiles.Count} suites");
        }
        catch (EvalConfigurationException e)
        {
            return Finding.Bad("workspace", $"{file}: {e.Problems.Count} problems, the first: {e.Problems[0]}", $"see all: {context.Command("check")}");
        }
    }

    private static FindingEntry Datasets(Surroundings surroundings) => surroundings.Set("EVAL_DATASETS") switch
    {
        null => Finding.Remark("data sets", "EVAL_DATASETS is not set: public data is downloaded when a suite needs it"),
        var folder when Directory.Exists(folder) => Finding.Good("data sets", $"EVAL_DATASETS is {Path.GetFullPath(folder)}"),
        var folder => Finding.Bad("data sets", $"EVAL_DATASETS is {folder}, and there is no such folder"),
    };

    // A finished run takes its files with it.
    private static IEnumerable<FindingEntry> Work(CommandContext context)
    {
        var folder = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(context.DatabaseFile)!, "work"));
        if (folder.Exists && folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) is > 0 and var bytes)
        {
            yield return Finding.Remark(
                "work files", $"{folder.FullName}: {bytes / 1e6:0.0} MB of runs that have not finished", "resume them, or delete the folder: nothing in it is a result");
        }
    }

    private static async Task<FindingEntry> DatabaseAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = context.DatabaseFile;
        if (!File.Exists(file))
        {
            return Finding.Remark("database", $"{file} does not exist yet; the first run makes it");
        }

        try
        {
            await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
            var runs = await database.RunQueries.CountAsync(cancellationToken);
            return Finding.Good("database", $"{file}: {runs} runs, {new FileInfo(file).Length / 1e6:0.0} MB");
        }
        catch (EvalStorageException e)
        {
            return Finding.Bad("database", e.Message);
        }
    }
}
