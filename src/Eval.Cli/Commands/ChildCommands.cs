using System.Text.Json;
using Eval.Cli.CommandLine;
using Eval.Cli.Diagnosis;
using Eval.LlamaCpp.Hosting;
using Eval.LlamaCpp.Native;

namespace Eval.Cli.Commands;

/// <summary>
/// What this program does as a child of itself. Not in the tree of commands: a child reads no options and no <c>.env</c>, and signals are
/// its parent's affair.
/// </summary>
internal static class ChildCommands
{
    public const string LlamaProbe = "llama-probe";

    /// <summary>The work of a child, or null where this process is not one.</summary>
    public static Func<Task<int>>? Find(IReadOnlyList<string> arguments) => arguments switch
    {
        [ModelHost.CommandName] => ModelHost.RunAsync,
        [LlamaProbe] => ProbeAsync,
        _ => null,
    };

    private static async Task<int> ProbeAsync()
    {
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(LlamaDoctor.Examine(), ProbeContext.Default.LlamaDoctor));
        return ExitCodes.Done;
    }
}
