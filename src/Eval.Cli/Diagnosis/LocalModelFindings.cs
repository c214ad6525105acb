using Eval.Cli.CommandLine;
using Eval.Cli.Commands;
using Eval.Cli.Documents;
using Eval.LlamaCpp.Native;

namespace Eval.Cli.Diagnosis;

/// <summary>The llama.cpp libraries and their devices, as a child process finds them.</summary>
internal static class LocalModelFindings
{
    private const string Topic = "local models";

    public static async Task<IReadOnlyList<FindingEntry>> MakeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var composition = new Composition(context);
        return [.. Read(await composition.Local.ExamineAsync(cancellationToken))];
    }

    private static IEnumerable<FindingEntry> Read(LlamaDoctor found)
    {
        if (found.Problem is { } problem)
        {
            yield return Finding.Remark(
                Topic, problem, "build again with npm at hand, or name a folder with the libraries in EVAL_LLAMA_DIR; hosted models work without them");
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
            yield return found.GpuProblem is { } gpu
                ? Finding.Remark("GPU", $"the CUDA library cannot be used: {gpu}", "until then local models run on the CPU")
                : Finding.Remark("GPU", "none found: local models run on the CPU", "for NVIDIA GPUs build with -p:LlamaBackend=cuda");
        }
    }
}
