using System.Diagnostics;
using System.Globalization;
using Eval.Benchmarks.Hosted;
using Eval.Benchmarks.Measuring;
using Eval.Core.Statistics;

namespace Eval.Benchmarks.Cases;

/// <summary>
/// Whole runs of a hosted candidate (ask, score, store, estimate) against an endpoint with a known delay in a process of its own: wall time against
/// calls × delay / concurrency and against a bare loop of <see cref="HttpClient"/>, processor time per call, memory, and the recorded
/// latency against what the endpoint itself measured.
/// </summary>
internal static class HostedCase
{
    public const string Argument = "--hosted-run";

    private const double DelayMs = 50;
    private const int Concurrency = 64;

    public static async Task MeasureAsync(TextWriter output, int calls, int rounds, IReadOnlyList<int> sizes)
    {
        await SpeedAsync(output, calls, rounds);
        await LatencyAsync(output);
        await MemoryAsync(output, sizes);
    }

    /// <summary>What the child process of the memory figures does: one run, then its peak in MB on standard output.</summary>
    public static async Task RunAsync(Uri endpoint, int calls)
    {
        await using (var run = new HostedRun(endpoint, Concurrency))
        {
            await run.RunAsync(calls, withSamples: false);
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine((self.PeakWorkingSet64 / 1e6).ToString("R", CultureInfo.InvariantCulture));
    }

    private static async Task SpeedAsync(TextWriter output, int calls, int rounds)
    {
        await using var endpoint = await EndpointProcess.StartAsync(DelayMs, ledgerEntries: 1);
        await using var run = new HostedRun(endpoint.Address, Concurrency);
        var ideal = calls * DelayMs / 1000 / Concurrency;
        await using var session = await ProviderLoop.OpenAsync(endpoint.Address);
        var (ours, provider, bare) = (new List<Lap>(), new List<Lap>(), new List<Lap>());
        for (var round = 0; round <= rounds; round++)
        {
            // The first round warms both sides and the endpoint up.
            var lap = (await run.RunAsync(calls, withSamples: false)).Lap;
            var other = await PairedRounds.TimeAsync(() => BareLoop.RunAsync(endpoint.Address, calls, Concurrency));
            var half = await PairedRounds.TimeAsync(() => ProviderLoop.RunAsync(session.Chat!, calls, Concurrency));
            if (other.Value < 1 || half.Value < 1)
            {
                throw new InvalidOperationException("a loop got wrong answers");
            }

            if (round > 0)
            {
                ours.Add(lap);
                provider.Add(half);
                bare.Add(other);
            }
        }

        await output.WriteLineAsync($"| {calls:N0} calls, {DelayMs} ms, {Concurrency} at once | wall | / ideal {ideal:0.00} s | CPU per call | wall / bare, by round |");
        await output.WriteLineAsync("|---|---|---|---|---|");
        await output.WriteLineAsync(Row("whole run", ours, ideal, calls, ours.Zip(bare, (o, b) => o.Seconds / b.Seconds)));
        await output.WriteLineAsync(Row("provider's chat client alone", provider, ideal, calls, provider.Zip(bare, (p, b) => p.Seconds / b.Seconds)));
        await output.WriteLineAsync(Row("bare HttpClient loop", bare, ideal, calls, []));
        await output.WriteLineAsync();
    }

    // What is stored as a call's time, less the endpoint's own delay of that very call: what the client and the wire add.
    private static async Task LatencyAsync(TextWriter output)
    {
        await output.WriteLineAsync("| calls at once | endpoint's own delay, median | recorded − endpoint's, median | 99th percentile | largest |");
        await output.WriteLineAsync("|---|---|---|---|---|");
        foreach (var concurrency in new[] { 1, 16, 64, 256 })
        {
            var calls = Math.Max(100, concurrency * 20);
            await using var endpoint = await EndpointProcess.StartAsync(DelayMs, ledgerEntries: int.MaxValue);
            await using var run = new HostedRun(endpoint.Address, concurrency);
            await run.RunAsync(calls, withSamples: false);
            await endpoint.ClearAsync();
            var samples = (await run.RunAsync(calls, withSamples: true)).Samples;
            var delays = await endpoint.DelaysAsync();
            var added = samples.Select(s => s.DurationMs - delays[s.Prompt!]).Order().ToArray();
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {concurrency} | {PairedTimes.Median(delays.Values):0.00} ms | {Quantile.OfSorted(added, 0.5):0.00} ms | {Quantile.OfSorted(added, 0.99):0.00} ms | {added[^1]:0.00} ms |"));
        }

        await output.WriteLineAsync();
    }

    private static async Task MemoryAsync(TextWriter output, IReadOnlyList<int> sizes)
    {
        await output.WriteLineAsync("| hosted calls of a run | peak memory | compared with the first | time |");
        await output.WriteLineAsync("|---|---|---|---|");
        await using var endpoint = await EndpointProcess.StartAsync(latencyMs: 5, ledgerEntries: 1);
        double? first = null;
        foreach (var size in sizes)
        {
            var watch = Stopwatch.StartNew();
            var peak = await ChildAsync(endpoint.Address, size);
            first ??= peak;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"| {size:N0} | {peak:0} MB | {(peak / first) - 1:+0 %;-0 %;0 %} | {watch.Elapsed.TotalSeconds:0.0} s |"));
        }
    }

    private static async Task<double> ChildAsync(Uri endpoint, int calls)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Argument, endpoint.ToString(), calls.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"the run of {calls} calls failed");
    }

    private static string Row(string what, List<Lap> laps, double ideal, int calls, IEnumerable<double> ratios)
    {
        var wall = PairedTimes.Median(laps.Select(l => l.Seconds));
        var shown = string.Join(", ", ratios.Order().Select(r => r.ToString("0.00", CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {wall:0.00} s | **{wall / ideal:0.00}** | **{PairedTimes.Median(laps.Select(l => l.ProcessorSeconds)) * 1000 / calls:0.000} ms** | {shown} |");
    }
}
