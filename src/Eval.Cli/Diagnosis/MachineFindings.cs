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
        yield return Finding.Good("processor", $"{ProcessorName() ?? "unknown"}, {Environment.ProcessorCount} hardware threads for this process");
        var memory = GC.GetGCMemoryInfo();
        yield return Finding.Good(
            "memory",
            $"{memory.TotalAvailableMemoryBytes / (double)(1 << 30):0.0} GiB for this process, {(memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes) / (double)(1 << 30):0.0} GiB free");
    }

    private static string? ProcessorName()
    {
        const string File = "/proc/cpuinfo";
        try
        {
            return System.IO.File.Exists(File)
                ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
