using Eval.Cli.CommandLine;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary>Finds the stored run that the user means.</summary>
internal static class StoredRuns
{
    /// <summary>The run of a number or name; the newest where none is given. Throws where there is none.</summary>
    public static async Task<StoredRun> FindAsync(
        EvalDatabase database, string? reference, CommandContext context, CancellationToken cancellationToken)
    {
        if (await database.RunQueries.FindAsync(reference?.TrimStart('#') ?? "latest", cancellationToken) is { } id
            && await database.RunQueries.GetAsync(id, cancellationToken) is { } run)
        {
            return run;
        }

        var names = (await database.RunQueries.ListAsync(0, 500, cancellationToken)).Select(r => r.Name).OfType<string>();
        throw reference is null or "latest"
            ? new EvalConfigurationException(null, $"no run is stored in {database.Path}", $"start one: {context.Command("run")}")
            : new EvalConfigurationException(null, $"there is no run \"{reference}\" in {database.Path}",
                NearestName.Find(reference, names) is { } near ? $"did you mean \"{near}\"?" : $"see: {context.Command("show --list")}");
    }
}
