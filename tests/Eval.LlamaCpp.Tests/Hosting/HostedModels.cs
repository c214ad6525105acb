using System.Diagnostics;
using Eval.Core.Models;
using Eval.LlamaCpp.Hosting;

namespace Eval.LlamaCpp.Tests.Hosting;

/// <summary>Opens models in child processes of the test program, and tells what became of those.</summary>
internal static class HostedModels
{
    /// <summary>One thread: tests share the machine, and llama.cpp's threads wait for each other by spinning.</summary>
    internal static Candidate Candidate(string file, bool exact = false, string? chatTemplate = null) => new()
    {
        Id = "model",
        Exact = exact,
        Local = new LocalModelSpec { File = file, Threads = 1, Context = 512, ChatTemplate = chatTemplate },
    };

    internal static async Task<HostedModel> OpenAsync(string file, bool exact = false, string? chatTemplate = null, int crashLimit = 3)
    {
        using var provider = TestHostProgram.Provider(crashLimit: crashLimit);
        return (HostedModel)await provider.OpenAsync(Candidate(file, exact, chatTemplate), CancellationToken.None);
    }

    /// <summary>True while a process runs; one that has ended and waits to be reaped does not.</summary>
    internal static bool IsRunning(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Waits until a process has ended; false where it still runs after a minute.</summary>
    internal static async Task<bool> EndsAsync(int processId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (IsRunning(processId) && !patience.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return !IsRunning(processId);
    }

    /// <summary>Sends SIGKILL; nothing where the process has ended already.</summary>
    internal static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }
}
