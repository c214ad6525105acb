using System.Diagnostics;
using System.Text.Json;
using Eval.Cli.Commands;
using Eval.Cli.Documents;
using Eval.LlamaCpp.Native;

namespace Eval.Cli.Diagnosis;

/// <summary>
/// The llama.cpp libraries and their devices. A child process looks: a GPU driver that crashes must not take this one along.
/// </summary>
internal static class LocalModelFindings
{
    private const string Topic = "local models";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<FindingEntry>> MakeAsync(CancellationToken cancellationToken)
    {
        var start = SelfProcess.Start(ChildCommands.LlamaProbe);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 && JsonSerializer.Deserialize(output, ProbeContext.Default.LlamaDoctor) is { } found
                ? [.. Read(found)]
                : [Finding.Bad(Topic, $"looking at the llama.cpp libraries ended with code {process.ExitCode}: {LastLine(await error)}", Advice)];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return [Finding.Bad(Topic, $"looking at the llama.cpp libraries took more than {Patience.TotalSeconds:0} s", "a GPU driver may hang")];
        }
    }

    private const string Advice = "build again with npm at hand, or name a folder with the libraries in EVAL_LLAMA_DIR; hosted models work without them";

    private static IEnumerable<FindingEntry> Read(LlamaDoctor found)
    {
        if (found.Problem is { } problem)
        {
            yield return Finding.Remark(Topic, problem, Advice);
            yield break;
        }

        yield return Finding.Good(Topic, $"llama.cpp {found.Version} in {found.Folder}{(found.CpuVariant is { } variant ? $", CPU build {variant}" : "")}");
        foreach (var device in found.Devices)
        {
            yield return Finding.Good(
                device.IsGpu ? "GPU" : "device",
                $"{device.Name}: {device.Description}, {device.FreeBytes / (double)(1 << 30):0.0} of {device.TotalBytes / (double)(1 << 30):0.0} GiB free");
        }

        if (!found.Devices.Any(d => d.IsGpu))
        {
            yield return Finding.Remark("GPU", "none found: local models run on the CPU", "for NVIDIA GPUs build with -p:LlamaBackend=cuda");
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "no message";
}
