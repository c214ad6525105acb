namespace Eval.LlamaCpp.Engine;

/// <summary>Counts the physical cores that this process may use: two threads of one core share what matrix products need.</summary>
internal static class ProcessorCores
{
    /// <summary>At least 1. Falls back to the logical processors where the system does not tell.</summary>
    internal static int Count(string topologyRoot = "/sys/devices/system/cpu")
    {
        var available = Environment.ProcessorCount;
        try
        {
            var cores = Directory.EnumerateDirectories(topologyRoot, "cpu*")
                .Select(d => Path.Combine(d, "topology", "thread_siblings_list"))
                .Where(File.Exists)
                .Select(File.ReadAllText)
                .Distinct(StringComparer.Ordinal)
                .Count();
            return cores > 0 ? Math.Min(cores, available) : available;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return available;
        }
    }
}
