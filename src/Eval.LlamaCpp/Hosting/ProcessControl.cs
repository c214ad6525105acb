using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Hosting;

/// <summary>What a model host asks of the operating system (Linux, as local models themselves).</summary>
internal static partial class ProcessControl
{
    private const int ResourceCore = 4;

    /// <summary>
    /// Ends the process at once. <see cref="Environment.Exit"/> would wait for finalizers and for the static destructors of the native
    /// libraries, which may hang or crash while another thread computes.
    /// </summary>
    [DoesNotReturn]
    public static void ExitNow(int code)
    {
        ExitProcess(code);
        throw new InvalidOperationException("_exit returned");
    }

    /// <summary>
    /// Takes the standard output for this program's frames: gives a stream on a copy of it and points descriptor 1 to the standard error,
    /// so that nothing a library prints can land between two frames.
    /// </summary>
    public static Stream TakeStandardOutput()
    {
        var copy = Duplicate(1);
        if (copy < 0 || Duplicate(2, 1) < 0)
        {
            throw new IOException($"the standard output cannot be redirected (error {Marshal.GetLastSystemError()})");
        }

        return new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(copy, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>No core file when native code aborts: it would be as large as the model, and the parent reports the crash.</summary>
    public static void ForbidCoreFiles()
    {
        var none = default(ResourceLimit);
        _ = SetResourceLimit(ResourceCore, in none);
    }

    /// <summary>Offers this process to the kernel's out-of-memory killer before its parent, which can restart it.</summary>
    public static void VolunteerForOutOfMemory()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "500");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A hardened system may not offer it; then the kernel chooses by size, which is mostly the same process.
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitProcess(int code);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
