using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;

namespace Eval.Cli.Commands;

/// <summary><c>db vacuum</c>: gives room back that holds nothing.</summary>
internal static class DbVacuumCommand
{
    public static Command Create() => new EvalCommand("vacuum", "Write the database anew without the room that holds nothing")
    {
        Details = "Nothing that is stored changes. Needs room for a second copy meanwhile; refuses while a run is under way.",
        Examples = [new("db vacuum", "after cache clear")],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (before, after) = await DbCommand.Maintenance(context).VacuumAsync(cancellationToken);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new DbWorkDocument(1, context.DatabaseFile, before, after, [], null), DocumentContext.Default.DbWorkDocument);
        }
        else
        {
            var name = ShortPath.Of(context.DatabaseFile, context.Surroundings.CurrentDirectory);
            context.Surroundings.Out.WriteLine(TerminalText.OneLine(
                before > after ? $"{name}: {Figures.Size(before)} before, {Figures.Size(after)} now" : $"{name}: {Figures.Size(after)}, there was nothing to give back"));
        }

        return ExitCodes.Done;
    }
}
