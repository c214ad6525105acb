using System.Diagnostics;
using System.Globalization;
using Eval.Core.Datasets;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Benchmarks.Cases;

/// <summary>Peak memory of whole runs (plan, run, commit, estimates) of a multiple-choice suite with an instant model, each in a process of its own.</summary>
internal static class MemoryCase
{
    public const string Argument = "--memory-run";

    public static async Task MeasureAsync(TextWriter output, IReadOnlyList<int> sizes)
    {
        await output.WriteLineAsync("| samples of a run | peak memory | compared with the first | time | samples/s |");
        await output.WriteLineAsync("|---|---|---|---|---|");
        double? first = null;
        foreach (var size in sizes)
        {
            var watch = Stopwatch.StartNew();
            var peak = await ChildAsync(size);
            first ??= peak;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size:N0} | {peak:0} MB | {(peak / first) - 1:+0 %;-0 %;0 %} | {watch.Elapsed.TotalSeconds:0.0} s | {size / watch.Elapsed.TotalSeconds:N0} |"));
        }
    }

    /// <summary>What the child process does: one run, then its peak in MB on standard output.</summary>
    public static async Task RunAsync(int samples)
    {
        var folder = Directory.CreateTempSubdirectory("eval-benchmark-").FullName;
        try
        {
            Write(folder, samples);
            var workspace = WorkspaceLoader.Load(Path.Combine(folder, "eval.yaml"));
            var data = new SuiteData(new DataSources());
            var model = new InstantModel();
            var plan = await new RunPlanner([model], data, TimeProvider.System).PlanAsync(new RunRequest { Workspace = workspace }, CancellationToken.None);
            await using var database = await EvalDatabase.OpenAsync(Path.Combine(folder, "eval.db"), OpenMode.ReadWrite, CancellationToken.None);
            var run = await database.Runs.CreateAsync(plan, CancellationToken.None);
            await using var lease = await database.Runs.AcquireAsync(run.Id, CancellationToken.None);
            var status = await new RunExecutor([model], data, database.Runs, database.Answers, TimeProvider.System).ExecuteAsync(
                plan, run, Path.Combine(folder, "work"), new RunOptions(), new Progress<RunProgress>(), CancellationToken.None);
            var stored = await database.Runs.GetRunAsync(run.Id, CancellationToken.None);
            var scored = stored!.Cells[0].Estimates.FirstOrDefault(e => e.MetricId == "acc" && e.Slice is null);
            if (status != RunStatus.Finished || scored?.N != samples)
            {
                throw new InvalidOperationException($"the run ended as {status} with {scored?.N} of {samples} samples scored");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(PeakMegabytes().ToString("R", CultureInfo.InvariantCulture));
    }

    private static void Write(string folder, int samples)
    {
        File.WriteAllText(Path.Combine(folder, "eval.yaml"), "candidates: [{ id: instant, local: { file: none.gguf } }]\nsuites: [suite.yaml]\n");
        File.WriteAllText(Path.Combine(folder, "suite.yaml"), """
            name: questions
            version: 1
            kind: multiple-choice
            dataset: { files: [data.jsonl] }
            prompt: "Question: {{question}}\nAnswer:"
            choices: choices
            answer: answer
            metrics: [acc, acc_norm_chars]
            slices: [topic]
            """);
        using var writer = File.CreateText(Path.Combine(folder, "data.jsonl"));
        for (var i = 0; i < samples; i++)
        {
            writer.WriteLine($$"""{"question":"Which of the following {{i % 97}} things is most like the other {{i}}, and why would one say so?","choices":["the first","the second one","a third","none"],"answer":{{i % 4}},"topic":"topic {{i % 5}}"}""");
        }
    }

    private static async Task<double> ChildAsync(int samples)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Argument, samples.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"the run of {samples} samples failed");
    }

    // The system's own high-water mark; .NET's peak property asks the same.
    private static double PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }
}
