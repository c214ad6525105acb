using System.Runtime.InteropServices;
using Eval.Cli.Documents;

namespace Eval.Cli.Diagnosis;

/// <summary>Runtime, system, processor and memory.</summary>
internal static class MachineFindings
{
    public static IEnumerable<FindingEntry> Make()
    {
        yield return Finding.Good(".NET", $"{RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})");
        yield return Finding.Good("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}");
        yield return Finding.Good("processor", $"{LineOf("/proc/cpuinfo", "model name") ?? "unknown"}, {Environment.ProcessorCount} hardware threads for this process");
        // The limit of a container counts, not only the machine's.
        var all = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        var free = LineOf("/proc/meminfo", "MemAvailable")?.Split(' ')[0] is { } kilobytes && double.TryParse(kilobytes, out var known)
            ? $", {Math.Min(all, known / (1 << 20)):0.0} GiB free"
            : "";
        yield return Finding.Good("memory", $"{all:0.0} GiB for this process{free}");
    }

    // What stands behind a name in one of Linux's information files.
    private static string? LineOf(string file, string name)
    {
        try
        {
            return File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
