using System.Diagnostics;
using System.Globalization;
using System.Text;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Files;
using Eval.Core.Statistics;

namespace Eval.Benchmarks.Cases;

/// <summary>
/// Rating a large battle file, each size in a process of its own: reading and checking it, then the fit with clustered intervals. A tenth of the battles
/// shows that memory is flat.
/// </summary>
internal static class BattlesCase
{
    public const string Argument = "--rate-battles";

    private const int Models = 100;
    private const int Clusters = 100_000;

    public static async Task MeasureAsync(TextWriter output, int battles, int rounds, string cache)
    {
        await output.WriteLineAsync($"| battles of {Models} models in {Clusters:N0} clusters | file | reading and checking | fit and intervals | in all, median (range) | processor time | peak memory |");
        await output.WriteLineAsync("|---|---|---|---|---|---|---|");
        foreach (var size in (int[])[battles / 10, battles])
        {
            var file = Path.Combine(Directory.CreateDirectory(cache).FullName, $"battles-{size}.csv");
            if (!File.Exists(file))
            {
                Write(file, size);
            }

            var runs = new List<double[]>();
            for (var round = 0; round < rounds; round++)
            {
                runs.Add(await ChildAsync(file));
            }

            double Median(int i) => runs.Select(r => r[i]).Order().ElementAt(runs.Count / 2);
            var all = runs.Select(r => r[0] + r[1]).Order().ToList();
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size:N0} | {new FileInfo(file).Length / 1e6:0} MB | {Median(0):0.00} s | {Median(1):0.00} s | **{all[all.Count / 2]:0.00} s** ({all[0]:0.00} – {all[^1]:0.00}, n = {all.Count}) | {Median(3):0.00} s | {Median(2):0} MB |"));
        }
    }

    /// <summary>What the child process does: rates the file and prints the seconds of both parts and its peak in MB.</summary>
    public static void Run(string file)
    {
        var watch = Stopwatch.StartNew();
        using var battles = BattleFile.Open(file, new BattleFileOptions());
        var reading = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var board = RatingBoards.Of(battles, new RatingOptions { Draws = 0 }).Single();
        var fitting = watch.Elapsed.TotalSeconds;
        if (board.Rows.Count != Models || board.Clusters == 0 || board.Rows.Any(r => r.StandardError is not > 0))
        {
            throw new InvalidOperationException("the file was not rated as it should be");
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reading:R} {fitting:R} {self.PeakWorkingSet64 / 1e6:R} {self.TotalProcessorTime.TotalSeconds:R}"));
    }

    private static void Write(string file, int battles)
    {
        var random = SeededRandom.For(17, "battles");
        var part = file + ".part";
        using (var writer = new StreamWriter(part, false, new UTF8Encoding(false), 1 << 20))
        {
            writer.Write("model_a,model_b,winner,judge,question_id\n");
            for (var i = 0; i < battles; i++)
            {
                var a = random.Next(Models);
                var b = (a + 1 + random.Next(Models - 1)) % Models;
                var u = random.NextDouble() - (1 / (1 + Math.Exp((b - a) / 40.0)));
                writer.Write($"vendor-{a % 7}/model-{a},vendor-{b % 7}/model-{b},{(u < -0.1 ? "model_a" : u > 0.1 ? "model_b" : "tie")},judge-{random.Next(50)},q{random.Next(Clusters)}\n");
            }
        }

        File.Move(part, file);
    }

    private static async Task<double[]> ChildAsync(string file)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Argument, file]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? [.. output.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{file} could not be rated");
    }
}
