using System.Diagnostics;

namespace Eval.Storage.Tests.Opening;

/// <summary>A test that mounts a small memory disk; elsewhere it reports itself as skipped.</summary>
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly bool CanMount = Try();

    public MountFactAttribute()
    {
        if (!CanMount)
        {
            Skip = "needs Linux and the right to mount a tmpfs";
        }
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("eval-mount-").FullName;
        try
        {
            using var disk = new SmallDisk(folder, 64);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }
}

/// <summary>A memory disk of a few kilobytes.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    public SmallDisk(string folder, int kilobytes)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder);
    }

    public void Remount(string options) => Run("mount", "-o", "remount," + options, _folder);

    public void Dispose() => Run("umount", "-l", _folder);

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(error);
        }
    }
}
