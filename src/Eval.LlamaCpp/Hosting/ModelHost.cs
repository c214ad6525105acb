using System.Runtime.InteropServices;
using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Hosting;

/// <summary>
/// The child process that runs one local model: <c>eval model-host</c>, a command that is not shown. A native assertion, an exception
/// from C++ or a lack of memory ends the process it happens in; this one is there for that.
/// </summary>
/// <remarks>
/// Frames come by the standard input and go by the standard output; logs go to the standard error. The end of the input is the parent's
/// end (or its wish): the process ends at once, also in the middle of a computation, so that no host outlives its parent.
/// </remarks>
public static class ModelHost
{
    /// <summary>The hidden command.</summary>
    public const string CommandName = "model-host";

    private const int BrokenProtocol = 3;
    private const int BrokenPipe = 4;

    /// <summary>Serves the parent until it ends; does not return normally.</summary>
    public static Task<int> RunAsync() => RunAsync(beforeCall: null);

    internal static async Task<int> RunAsync(Action<Frame>? beforeCall)
    {
        if (!OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync("Local models run on Linux (x64 and arm64) only.");
            return BrokenProtocol;
        }

        ProcessControl.ForbidCoreFiles();
        ProcessControl.VolunteerForOutOfMemory();

        // Ctrl-C reaches every process of the terminal. The parent decides what becomes of work under way and closes our input.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => ProcessControl.ExitNow(128 + 15));
        try
        {
            var output = ProcessControl.TakeStandardOutput();
            await new HostServer(new FrameStream(Console.OpenStandardInput(), output), beforeCall).RunAsync(EndWithInput);
            return 0;
        }
        catch (IOException)
        {
            ProcessControl.ExitNow(BrokenPipe);
            throw;
        }
        catch (FrameFormatException e)
        {
            EndWithInput(e);
            throw;
        }
    }

    private static void EndWithInput(FrameFormatException? problem)
    {
        if (problem is not null)
        {
            Console.Error.WriteLine($"The parent broke the protocol: {problem.Message}");
        }

        ProcessControl.ExitNow(problem is null ? 0 : BrokenProtocol);
    }
}
