using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;

namespace Eval.Cli.Commands;

/// <summary><c>db migrate</c>: brings the schema up to date, as the next run would.</summary>
internal static class DbMigrateCommand
{
    public static Command Create() => new EvalCommand("migrate", "Bring a database of an older version up to date")
    {
        Details = "The next run would do so too. A copy of the file is made before, beside it; \"db info\" shows it.",
        Examples = [new("db migrate", "after an upgrade of the program, before anybody only reads")],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var maintenance = DbCommand.Maintenance(context);
        var before = await maintenance.InspectAsync(thorough: false, cancellationToken);
        var made = await maintenance.MigrateAsync(cancellationToken);
        var after = await maintenance.InspectAsync(thorough: false, cancellationToken);
        var copy = after.Copies.Select(c => c.Path).Except(before.Copies.Select(c => c.Path)).FirstOrDefault();
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new DbWorkDocument(1, after.Path, before.Bytes, after.Bytes, made, copy), DocumentContext.Default.DbWorkDocument);
            return ExitCodes.Done;
        }

        var name = ShortPath.Of(after.Path, context.Surroundings.CurrentDirectory);
        context.Surroundings.Out.WriteLine(TerminalText.OneLine(made.Count == 0
            ? $"{name}: up to date ({after.Schema})"
            : $"{name}: brought to {after.Schema}{(copy is null ? "" : $"; as it was before: {ShortPath.Of(copy, context.Surroundings.CurrentDirectory)}")}"));
        return ExitCodes.Done;
    }
}
