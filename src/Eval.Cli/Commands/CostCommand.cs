using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Workspaces;

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

    /// <summary>Calculates what a document holds. Every number on its own is checked before; together they may still lie too far apart.</summary>
    /// <exception cref="EvalConfigurationException">A sum leaves the range of numbers.</exception>
    public static T Calculate<T>(Func<T> document)
    {
        try
        {
            return document();
        }
        catch (OverflowException)
        {
            throw new EvalConfigurationException(null, "these numbers lie too far apart to calculate with", "is one of them in another unit?");
        }
    }
}
