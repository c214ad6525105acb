using System.Diagnostics;

namespace Eval.Cli.Diagnosis;

/// <summary>Starts this program again.</summary>
internal static class SelfProcess
{
    public static ProcessStartInfo Start(params string[] arguments)
    {
        var path = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(path) is "dotnet" or "testhost";
        var start = new ProcessStartInfo(isHost && Path.GetFileNameWithoutExtension(path) is "testhost" ? "dotnet" : path);
        if (isHost)
        {
            start.ArgumentList.Add(typeof(SelfProcess).Assembly.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
