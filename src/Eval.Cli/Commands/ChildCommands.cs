using Eval.LlamaCpp.Hosting;

namespace Eval.Cli.Commands;

/// <summary>
/// What this program does as a child of itself. Not in the tree of commands: a child reads no options and no <c>.env</c>, and signals are
/// its parent's affair.
/// </summary>
internal static class ChildCommands
{
    /// <summary>The work of a child, or null where this process is not one.</summary>
    public static Func<Task<int>>? Find(string[] arguments) => arguments is [ModelHost.CommandName] ? ServeModelAsync : null;

    // A method of its own: only a child loads that assembly.
    private static Task<int> ServeModelAsync() => ModelHost.RunAsync();
}
