using System.Diagnostics;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>
/// The processes of one run: the program and every model host it starts. All carry a variable that the program was started with, so a host
/// is still found when its parent is gone. Nothing else is ever touched.
/// </summary>
internal sealed class MarkedProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly string _mark = Guid.NewGuid().ToString("N");

    /// <summary>What the program must be started with.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string> { ["TEST_RUN_MARK"] = _mark };

    /// <summary>The model hosts that run at this moment.</summary>
    public IReadOnlyList<int> Hosts() => [.. Running().Where(id => Text(id, "cmdline").Contains("\0model-host\0", StringComparison.Ordinal))];

    /// <summary>Sends SIGKILL; nothing where the process has ended already.</summary>
    public void Kill(int processId)
    {
        if (!IsMarked(processId))
        {
            return;
        }

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

    /// <summary>Waits until none is left; gives those that still run after a minute.</summary>
    public async Task<IReadOnlyList<int>> LeftAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var left = Running();
        while (left.Count > 0 && !patience.IsCancellationRequested)
        {
            await Task.Delay(Pause, TimeProvider.System);
            left = Running();
        }

        return left;
    }

    private List<int> Running() => [.. Directory.EnumerateDirectories("/proc")
        .Select(d => int.TryParse(Path.GetFileName(d), out var id) ? id : 0)
        .Where(id => id > 0 && IsMarked(id))];

    // The environment of a process that has ended and waits to be reaped reads as empty.
    private bool IsMarked(int processId) => Text(processId, "environ").Contains($"TEST_RUN_MARK={_mark}", StringComparison.Ordinal);

    private static string Text(int processId, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{name}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
