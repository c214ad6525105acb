using System.Diagnostics;
using System.Globalization;

namespace Eval.Benchmarks.Measuring;

/// <summary>Processor time of this process, and on Linux of the child processes that have ended (a peer's).</summary>
internal static class ProcessorTime
{
    // The kernel reports ticks of 1/100 s to programs, whatever its own rate.
    private const double TicksPerSecond = 100;

    public static TimeSpan Now()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime + OfEndedChildren();
    }

    private static TimeSpan OfEndedChildren()
    {
        const string Stat = "/proc/self/stat";
        if (!File.Exists(Stat))
        {
            return TimeSpan.Zero;
        }

        // After the name in parentheses come state, parent …: user and system time of waited-for children are the 14th and 15th.
        var text = File.ReadAllText(Stat);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Ticks(fields[13]) + Ticks(fields[14])) / TicksPerSecond);

        static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);
    }
}
