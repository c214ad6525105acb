using System.Text;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

public class StartTests
{
    /// <summary>Help is fast because it loads next to nothing; the runtime's own trace tells what was loaded.</summary>
    [Fact]
    public async Task Help_LoadsNeitherDatabaseNorEngineNorTemplates()
    {
        using var folder = new TemporaryFolder();
        var trace = folder.PathOf("loads.nettrace");
        var variables = new Dictionary<string, string>
        {
            ["DOTNET_EnableEventPipe"] = "1",
            ["DOTNET_EventPipeConfig"] = "Microsoft-Windows-DotNETRuntime:0x8:4",
            ["DOTNET_EventPipeOutputPath"] = trace,
        };
        using var help = await ProgramRun.ToEndAsync(folder.Root, variables, ["--help"]);
        help.ExitCode.ShouldBe(0, help.Error);
        var loads = Encoding.Unicode.GetString(await File.ReadAllBytesAsync(trace)) + Encoding.Unicode.GetString((await File.ReadAllBytesAsync(trace))[1..]);
        loads.ShouldContain("System.CommandLine, ");
        foreach (var name in new[] { "Microsoft.EntityFrameworkCore", "Eval.Storage, ", "Eval.LlamaCpp, ", "Eval.Service, ", "Handlebars, ", "YamlDotNet, ", "Spectre.Console, " })
        {
            loads.Contains(name, StringComparison.Ordinal).ShouldBeFalse(name);
        }
    }
}
