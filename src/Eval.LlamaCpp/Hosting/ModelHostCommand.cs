using System.Reflection;
using Eval.Core.Models;

namespace Eval.LlamaCpp.Hosting;

/// <summary>The command that starts a model host: this very program with the hidden command <see cref="ModelHost.CommandName"/>.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ModelHostCommand(string FileName, IReadOnlyList<string> Arguments)
{
    private const string ProgramName = "eval";

    /// <summary>
    /// How this process was started tells how to start another: an executable of its own (published, or installed as a tool) is called
    /// again; under <c>dotnet</c> the program's assembly follows it. A program that is not Eval (a test runner) finds Eval beside itself.
    /// Throws <see cref="ModelUnavailableException"/> where there is none.
    /// </summary>
    public static ModelHostCommand Resolve() =>
        Resolve(Environment.ProcessPath, Assembly.GetEntryAssembly()?.GetName().Name, Assembly.GetEntryAssembly()?.Location, AppContext.BaseDirectory);

    internal static ModelHostCommand Resolve(string? processPath, string? entryName, string? entryLocation, string baseFolder)
    {
        var isMuxer = Path.GetFileNameWithoutExtension(processPath) is "dotnet";
        if (entryName == ProgramName && processPath is not null && !isMuxer)
        {
            return new ModelHostCommand(processPath, [ModelHost.CommandName]);
        }

        // A single-file program has no location, but then it is no muxer's either.
        var assembly = entryName == ProgramName && entryLocation is { Length: > 0 } ? entryLocation : Path.Combine(baseFolder, ProgramName + ".dll");
        if (File.Exists(assembly) && File.Exists(Path.ChangeExtension(assembly, ".runtimeconfig.json")))
        {
            return new ModelHostCommand(isMuxer ? processPath! : "dotnet", [assembly, ModelHost.CommandName]);
        }

        throw new ModelUnavailableException(
            $"Local models run in a child process, which is this program itself, but {assembly} was not found. Start Eval's own program.",
            isPermanent: true);
    }
}
