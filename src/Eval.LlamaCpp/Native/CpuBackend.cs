namespace Eval.LlamaCpp.Native;

/// <summary>Chooses among the builds of the CPU backend, one for each generation of processors.</summary>
internal static class CpuBackend
{
    /// <summary>
    /// Builds for x64 from the best to the plainest, in the order of their own scores. Trying them in this order stops at the first that
    /// the processor can run; scanning all of them costs start-up 10 to 100 ms more (research/llama-cpp-throughput.md).
    /// </summary>
    internal static IReadOnlyList<string> PreferredVariants { get; } =
    [
        "sapphirerapids", "zen4", "cooperlake", "icelake", "cascadelake", "cannonlake", "skylakex", "alderlake", "haswell",
        "piledriver", "ivybridge", "sandybridge", "sse42", "x64",
    ];

    /// <summary>Loads the best build of a folder and tells its name.</summary>
    internal static string Load(string folder)
    {
        foreach (var variant in PreferredVariants)
        {
            var path = PathOf(folder, variant);
            if (File.Exists(path) && GgmlApi.BackendLoad(path) != 0)
            {
                return variant;
            }
        }

        // Other processors, and libraries that somebody built: llama.cpp scores what it finds.
        GgmlApi.BackendLoadAllFromPath(folder);
        return LoadedVariant() ?? "built-in";
    }

    internal static string PathOf(string folder, string variant) => Path.Combine(folder, $"libggml-cpu-{variant}.so");

    private static string? LoadedVariant()
    {
        const string Prefix = "libggml-cpu-";
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var at = line.LastIndexOf(Prefix, StringComparison.Ordinal);
            if (at >= 0)
            {
                return Path.GetFileNameWithoutExtension(line[(at + Prefix.Length)..]);
            }
        }

        return null;
    }
}
