using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>gate show</c>: a stored decision with its evidence, attempts and waivers.</summary>
internal static class GateShowCommand
{
    private static readonly Argument<string?> Id = new("id")
    {
        HelpName = "ID",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Number of the decision [default: the newest]",
    };

    public static Command Create() => new EvalCommand("show", "Show a stored decision")
    {
        Examples = [new("gate show", "the newest decision"), new("gate show 3 --json", "everything that is known of decision 3")],
        Arguments = { Id },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var given = context.Parse.GetValue(Id) is { } text ? GateDecisions.Number(text) : (long?)null;
        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var newest = given is null ? await database.Gates.ListAsync(null, 0, 1, cancellationToken) : [];
        var id = given ?? (newest.Count > 0
            ? newest[0].Id
            : throw new EvalConfigurationException(null, $"no decision is stored in {database.Path}", $"see: {context.Command("gate --help")}"));
        GateDecisions.Show(context, await GateDecisions.FindAsync(database, id, context, cancellationToken));
        return ExitCodes.Done;
    }
}
