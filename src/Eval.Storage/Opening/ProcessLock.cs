namespace Eval.Storage.Opening;

/// <summary>
/// A lock between processes, held by the operating system on an open file: it ends with the process that holds it, however that ends, so
/// nothing has to be timed out or cleaned up. The file goes when the lock is given back; one that a killed process left behind is an open
/// door.
/// </summary>
internal sealed class ProcessLock : IDisposable
{
    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] HeldCodes = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or gives null where somebody else holds it for longer than <paramref name="patience"/>.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be made.</exception>
    public static async Task<ProcessLock?> TakeAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                // On Unix, flock(LOCK_EX) on a file that is removed before the lock is released, and .NET checks after locking that the
                // path still leads to the file it locked; Windows refuses a second handle by itself.
                return new ProcessLock(
                    new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
            }
            catch (IOException e) when (HeldCodes.Contains(e.HResult))
            {
                if (TimeProvider.System.GetElapsedTime(start) >= patience)
                {
                    return null;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>True where a living process holds the lock.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            return false;
        }
        catch (IOException e)
        {
            return HeldCodes.Contains(e.HResult);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _file.Dispose();
}
