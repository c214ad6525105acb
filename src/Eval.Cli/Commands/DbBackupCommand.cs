using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>db backup</c>: a whole copy, also while runs write.</summary>
internal static class DbBackupCommand
{
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "The copy [default: the database's name with .bak-DATE-TIME, beside it]",
    };

    public static Command Create() => new EvalCommand("backup", "Copy the database, also while runs write to it")
    {
        Details = "The copy is whole and of one moment, as a plain copy of the file need not be. A file that is there is never overwritten.",
        Examples = [new("db backup", "beside the database"), new("db backup -o monday.db", "under a name of your own; --db monday.db reads it")],
        Options = { Output },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.Parse.GetValue(Output) is { } given ? Path.GetFullPath(given, context.Surroundings.CurrentDirectory) : null;
        if (File.Exists(target) || Directory.Exists(target))
        {
            throw new EvalConfigurationException(null, $"{context.Parse.GetValue(Output)} is there already", "name another file with -o, or move it away");
        }

        var copy = await DbCommand.Maintenance(context).BackUpAsync(target, cancellationToken);
        var bytes = new FileInfo(copy).Length;
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new DbWorkDocument(1, context.DatabaseFile, bytes, bytes, [], copy), DocumentContext.Default.DbWorkDocument);
        }
        else
        {
            context.Surroundings.Out.WriteLine(TerminalText.OneLine($"{ShortPath.Of(copy, context.Surroundings.CurrentDirectory)}: {Figures.Size(bytes)}"));
        }

        return ExitCodes.Done;
    }
}
