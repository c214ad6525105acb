using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Benchmarks.Peers;

/// <summary>llama.cpp's own perplexity tool, given by the user, run on the same file and text. It loads the model anew each time, as ours does here.</summary>
internal sealed partial class Peer(string program, IReadOnlyList<string> flags)
{
    public string Name => Path.GetFileName(program) + (flags.Count == 0 ? ", default flags" : " " + string.Join(' ', flags));

    /// <summary>Chunked perplexity, as the tool prints it.</summary>
    public Task<double> PerplexityAsync(string model, string textFile, int chunk, int threads) =>
        RunAsync(FinalEstimate(), "-m", model, "-f", textFile, "-c", $"{chunk}", "-t", $"{threads}");

    /// <summary>HellaSwag accuracy in per cent, endings normalised by their tokens; the last running value is that of all tasks.</summary>
    public Task<double> HellaSwagAsync(string model, string taskFile, int tasks, int threads) =>
        RunAsync(RunningAccuracy(), "-m", model, "-f", taskFile, "--hellaswag", "--hellaswag-tasks", $"{tasks}", "-t", $"{threads}");

    /// <summary>Accuracy in per cent of the multiple-choice mode.</summary>
    public Task<double> MultipleChoiceAsync(string model, string binaryFile, int tasks, int context, int threads) => RunAsync(
        FinalResult(), "-m", model, "-bf", binaryFile, "--multiple-choice", "--multiple-choice-tasks", $"{tasks}", "-c", $"{context}", "-t", $"{threads}");

    /// <summary>The tool's text format of HellaSwag: context, number of the right ending, four endings, a line each.</summary>
    public static void WriteHellaSwag(string file, IReadOnlyList<PeerTask> tasks) => File.WriteAllText(
        file, string.Concat(tasks.Select(t => $"{t.Context}\n{t.Gold}\n" + string.Concat(t.Endings.Select(e => e.Trim() + "\n")))));

    /// <summary>The tool's binary format of multiple choice: counted texts, little endian.</summary>
    public static void WriteMultipleChoice(string file, IReadOnlyList<PeerTask> tasks)
    {
        using var writer = new BinaryWriter(File.Create(file));
        writer.Write((uint)tasks.Count);
        var blocks = tasks.Select(Block).ToList();
        var position = 0u;
        foreach (var block in blocks)
        {
            writer.Write(position);
            position += (uint)block.Length;
        }

        blocks.ForEach(writer.Write);
    }

    private static byte[] Block(PeerTask task)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        WriteText(writer, task.Context);

        // Once for questions with one right answer, and empty for the kind with several.
        writer.Write((uint)task.Endings.Count);
        foreach (var ending in task.Endings)
        {
            WriteText(writer, ending.Trim());
        }

        for (var i = 0; i < task.Endings.Count; i++)
        {
            writer.Write(i == task.Gold ? 1 : 0);
        }

        writer.Write(0u);
        return stream.ToArray();
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((uint)bytes.Length);
        writer.Write(bytes);
    }

    private async Task<double> RunAsync(Regex result, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [.. arguments, .. flags])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var text = await output + "\n" + await error;
        return process.ExitCode == 0 && result.Matches(text) is [.., var match]
            ? double.Parse(match.Groups["value"].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode} and no result: {text[Math.Max(0, text.Length - 800)..].Trim()}");
    }

    [GeneratedRegex(@"Final estimate: PPL = (?<value>[\d.]+)")]
    private static partial Regex FinalEstimate();

    [GeneratedRegex(@"^\d+\s+(?<value>[\d.]+)%?", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex RunningAccuracy();

    [GeneratedRegex(@"Final result:\s*(?<value>[\d.]+)")]
    private static partial Regex FinalResult();
}

/// <summary>A question for the peer.</summary>
internal sealed record PeerTask(string Context, IReadOnlyList<string> Endings, int Gold);
