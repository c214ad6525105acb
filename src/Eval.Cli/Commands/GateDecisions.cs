using System.Globalization;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Workspaces;
using Eval.Service.Gating;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary>Stored decisions, found and shown.</summary>
internal static class GateDecisions
{
    /// <summary>The number of a decision as typed.</summary>
    public static long Number(string text) => long.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new EvalConfigurationException(null, $"a decision has a number, \"{text}\" is none");

    /// <summary>A decision with its attempts. Throws where there is none of that number.</summary>
    public static async Task<DecidedGate> FindAsync(EvalDatabase database, long id, CommandContext context, CancellationToken cancellationToken)
    {
        var record = await database.Gates.GetAsync(id, cancellationToken)
            ?? throw new EvalConfigurationException(null, $"there is no decision {id} in {database.Path}", $"see: {context.Command("gate list")}");
        return StoredDecision.Read(record, await database.Gates.AttemptsAsync(record, cancellationToken));
    }

    /// <summary>Shows a decision as it was shown when it was made, with what came since.</summary>
    public static void Show(CommandContext context, DecidedGate gate)
    {
        var now = context.Surroundings.Clock.GetUtcNow();
        if (context.Json)
        {
            JsonOutput.Write(
                context.Surroundings.Out, GateDocument.Of(gate, gate.Record.ExitCode, [], context.DatabaseFile, now), DocumentContext.Default.GateDocument);
        }
        else
        {
            GateReport.Write(context.Out, gate, now);
        }
    }
}
