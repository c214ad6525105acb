using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;

namespace Eval.Cli.Commands;

/// <summary><c>db info</c>: what the database holds, and whether it is sound.</summary>
internal static class DbInfoCommand
{
    private static readonly Option<bool> Check = OptionKinds.Flag("--check", [], "Also read the whole file for damage (some seconds a gigabyte)");

    public static Command Create() => new EvalCommand("info", "Show what the database holds, how large it is, and of which version")
    {
        Details = "Changes nothing. Exit code 4 where --check finds damage.",
        Examples = [new("db info", "sizes and counts"), new("db info --check --json", "for a script, with a check of the file")],
        Options = { Check },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var info = await DbCommand.Maintenance(context).InspectAsync(context.Parse.GetValue(Check), cancellationToken);
        var document = new DbDocument(
            1, info.Path, info.Bytes, info.LogBytes, info.FreeBytes, info.Schema, info.Pending, info.Unknown, info.Runs,
            [.. info.Tables.Select(t => new TableEntry(t.Name, t.Rows))], [.. info.Copies.Select(c => new CopyEntry(c.Path, c.Bytes))], info.Damage);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.DbDocument);
        }
        else
        {
            DbReport.Write(context, document);
        }

        return document.Damage is { Count: > 0 } ? ExitCodes.Broken : ExitCodes.Done;
    }
}
