using System.CommandLine;
using Eval.Cli.CommandLine;

namespace Eval.Cli.Commands;

/// <summary><c>cost</c>: what models cost in use. Nothing is asked of any model.</summary>
internal static class CostCommand
{
    public static Command Create() => new EvalCommand("cost", "Calculate what models cost in use; find break-evens; check published figures")
    {
        CostWorkloadCommand.Create(),
        CostBreakEvenCommand.Create(),
        CostAuditCommand.Create(),
    };
}
