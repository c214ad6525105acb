using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Eval.Core.Models;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting;
using Eval.LlamaCpp.Hosting.Protocol;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Tests.Hosting;

/// <summary>
/// The program that tests start as a child: a model host whose calls can be made to crash, and a parent that can be killed. The words
/// stand in the texts of calls.
/// </summary>
internal static partial class TestHostProgram
{
    /// <summary>Native abort().</summary>
    internal const string Abort = "CRASHABORT";

    /// <summary>llama.cpp's own abort: a character that the vocabulary has no token for, given to it without the engine's screening.</summary>
    internal const string Unscreened = "CRASHUNSCREENED";

    /// <summary>An exit code without a signal.</summary>
    internal const string Exit = "CRASHEXIT";

    /// <summary>Native code that prints to the standard output.</summary>
    internal const string Print = "PRINTNATIVELY";

    /// <summary>Garbage on the protocol's own stream.</summary>
    internal const string Garbage = "WRITEGARBAGE";

    /// <summary>Names the model for <see cref="Unscreened"/>.</summary>
    internal const string ModelVariable = "EVAL_TEST_UNSCREENED_MODEL";

    internal static ModelHostCommand Command(string word = ModelHost.CommandName, params string[] more) =>
        new("dotnet", [typeof(TestHostProgram).Assembly.Location, word, .. more]);

    internal static LlamaModelProvider Provider(Action<string>? log = null, int crashLimit = 3) =>
        new(new LlamaProviderOptions { HostCommand = Command(), Log = log, CrashLimit = crashLimit });

    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case [ModelHost.CommandName]:
                return await ModelHost.RunAsync(BeforeCall);
            case ["parent", var file]:
                return await BeParentAsync(file);
            case ["reload", var file, var rounds]:
                return await ReloadAsync(file, int.Parse(rounds));
            case ["killed-once", var mark]:
                if (!File.Exists(mark))
                {
                    await File.WriteAllTextAsync(mark, "");
                    Process.GetCurrentProcess().Kill();
                }

                return await ModelHost.RunAsync();
            case ["no-host"]:
                await Console.Error.WriteLineAsync("this is no model host");
                return 9;
            case ["foreign-host"]:
                new FrameStream(Stream.Null, Console.OpenStandardOutput()).Write(
                    new Frame(FrameKind.Hello, HostMethod.None, 0, ProtocolJson.Write(new HelloMessage(1, "another build", 1), j => j.HelloMessage)));
                Console.OpenStandardInput().CopyTo(Stream.Null);
                return 0;
            default:
                await Console.Error.WriteLineAsync("This program is started by tests.");
                return 2;
        }
    }

    private static unsafe void BeforeCall(Frame frame)
    {
        var text = Encoding.UTF8.GetString(frame.Payload.Span);
        if (text.Contains(Print, StringComparison.Ordinal))
        {
            _ = WriteDescriptor(1, "native noise\n"u8.ToArray(), 13);
        }

        if (text.Contains(Garbage, StringComparison.Ordinal))
        {
            // The protocol's descriptor is the first one that was free when it was taken.
            foreach (var entry in Directory.EnumerateFiles("/proc/self/fd").Select(f => int.Parse(Path.GetFileName(f))).Where(f => f > 2))
            {
                if (new FileInfo($"/proc/self/fd/{entry}").LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == true)
                {
                    _ = WriteDescriptor(entry, "this is no frame, not at all"u8.ToArray(), 28);
                }
            }
        }

        if (text.Contains(Exit, StringComparison.Ordinal))
        {
            Console.Error.WriteLine("leaving by the back door");
            ProcessControl.ExitNow(7);
        }

        if (text.Contains(Abort, StringComparison.Ordinal))
        {
            NativeAbort();
        }

        if (text.Contains(Unscreened, StringComparison.Ordinal))
        {
            using var model = TestModels.Load(Environment.GetEnvironmentVariable(ModelVariable)!);
            var bytes = Encoding.UTF8.GetBytes("café");
            var tokens = stackalloc int[16];
            fixed (byte* from = bytes)
            {
                LlamaApi.Tokenize(model.Vocabulary.Handle, from, bytes.Length, tokens, 16, addSpecial: false, parseSpecial: false);
            }
        }
    }

    /// <summary>Opens a model, prints the host's process id and lets it generate for ever.</summary>
    private static async Task<int> BeParentAsync(string file)
    {
        using var provider = Provider();
        var model = (HostedModel)await provider.OpenAsync(HostedModels.Candidate(file), CancellationToken.None);
        Console.WriteLine(await model.HostProcessIdAsync(CancellationToken.None));
        while (true)
        {
            await model.GenerateAsync(
                [new GenerationRequest { Prompt = "Once upon a time", MaxTokens = 400, IgnoreEnd = true }], null, CancellationToken.None);
        }
    }

    /// <summary>Loads and unloads a model and prints the resident memory in KiB after each round.</summary>
    private static async Task<int> ReloadAsync(string file, int rounds)
    {
        LlamaLibrary.Load(new LlamaLibraryOptions());
        for (var i = 0; i < rounds; i++)
        {
            var ended = false;
            using (var engine = HostedEngine.Load(new LoadCall(new LocalModelSpec { File = file, Threads = 1 }, Exact: false)))
            {
                engine.Generator.Submit(new GenerationJob(
                    new GenerationRequest { Prompt = "Once", MaxTokens = 5 }, () => { }, null, _ => ended = true, CancellationToken.None));
                while (engine.Generator.HasWork)
                {
                    engine.Generator.Step();
                }
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            Process.GetCurrentProcess().Refresh();
            await Console.Out.WriteLineAsync(ended ? $"{Process.GetCurrentProcess().WorkingSet64 / 1024}" : "not ended");
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void NativeAbort();

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint WriteDescriptor(int descriptor, byte[] bytes, nint count);
}
