using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Costs.Audit;

namespace Eval.Cli.Commands;

/// <summary><c>cost audit</c>: published figures, computed anew.</summary>
internal static class CostAuditCommand
{
    private static readonly Option<bool> All = OptionKinds.Flag("--all", [], "Also the figures that hold");

    public static Command Create() => new EvalCommand("audit", "Compute published figures anew, and name those that are wrong")
    {
        Details = "Figures of a book, a technology roadmap and others on what models cost, each computed from the inputs printed beside it by the same code that calculates your own. "
            + "Most slips are of units: per token for per thousand, per minute for per hour.",
        Examples =
        [
            new("cost audit", "the figures that are wrong, and what is right"),
            new("cost audit --all --json", "every figure that was checked, for a program"),
        ],
        Options = { All },
        Work = (context, _) => Task.FromResult(Work(context)),
    };

    private static int Work(CommandContext context)
    {
        var document = CostAuditDocument.Of(CostAudit.Figures, context.Parse.GetValue(All));
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.CostAuditDocument);
        }
        else
        {
            CostAuditReport.Write(context.Out, document);
        }

        return ExitCodes.Done;
    }
}
