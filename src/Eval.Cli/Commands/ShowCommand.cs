using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;

namespace Eval.Cli.Commands;

/// <summary><c>show</c>: the results of a stored run, or the list of runs.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string?> Run = new("run")
    {
        HelpName = "RUN",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Number or name of a run [default: the newest]",
    };

    private static readonly Option<bool> List = OptionKinds.Flag("--list", ["-l"], "List the stored runs, the newest first");
    private static readonly Option<bool> Slices = OptionKinds.Flag("--slices", [], "Also show every metric slice by slice");
    private static readonly Option<int?> Limit = OptionKinds.Whole("--limit", ["-n"], "N", "With --list: at most this many runs [default: 20]", min: 1);

    public static Command Create() => new EvalCommand("show", "Show the results of a stored run")
    {
        Examples =
        [
            new("show", "the newest run"),
            new("show 12 --slices", "run 12, slice by slice"),
            new("show --list", "the stored runs"),
            new("show --json > run.json", "everything that is known of a run"),
        ],
        Arguments = { Run },
        Options = { List, Slices, Limit },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        if (context.Parse.GetValue(List))
        {
            var runs = await database.RunQueries.ListAsync(0, context.Parse.GetValue(Limit) ?? 20, cancellationToken);
            if (context.Json)
            {
                JsonOutput.Write(context.Surroundings.Out, RunListDocument.Of(runs, database.Path), DocumentContext.Default.RunListDocument);
            }
            else
            {
                RunListReport.Write(context.Out, runs);
            }

            return ExitCodes.Done;
        }

        var run = await StoredRuns.FindAsync(database, context.Parse.GetValue(Run), context, cancellationToken);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, RunDocument.Of(run, database.Path), DocumentContext.Default.RunDocument);
        }
        else
        {
            RunReport.Write(context.Out, run, context.Parse.GetValue(Slices));
        }

        return ExitCodes.Done;
    }
}
