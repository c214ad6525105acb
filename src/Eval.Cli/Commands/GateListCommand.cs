using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;

namespace Eval.Cli.Commands;

/// <summary><c>gate list</c>: the stored decisions.</summary>
internal static class GateListCommand
{
    private static readonly Option<string?> Gate = OptionKinds.Text("--policy", "NAME", "Only decisions of this gate");
    private static readonly Option<int?> Limit = OptionKinds.Whole("--limit", ["-n"], "N", "At most this many [default: 20]", min: 1);

    public static Command Create() => new EvalCommand("list", "List the stored decisions, the newest first")
    {
        Examples = [new("gate list", "the newest decisions"), new("gate list --policy upgrade", "those of one gate")],
        Options = { Gate, Limit },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var records = await database.Gates.ListAsync(context.Parse.GetValue(Gate), 0, context.Parse.GetValue(Limit) ?? 20, cancellationToken);
        var now = context.Surroundings.Clock.GetUtcNow();
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, GateListDocument.Of(records, database.Path, now), DocumentContext.Default.GateListDocument);
        }
        else
        {
            GateListReport.Write(context.Out, records, now);
        }

        return ExitCodes.Done;
    }
}
