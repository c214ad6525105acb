namespace Eval.LlamaCpp.Hosting;

/// <summary>How a model host ended.</summary>
/// <param name="ExitCode">The exit code; 128 + the signal's number where a signal ended it.</param>
/// <param name="LastLines">The last lines of its log.</param>
/// <param name="Problem">What the parent saw go wrong on the pipe, or null.</param>
internal sealed record HostExit(int ExitCode, IReadOnlyList<string> LastLines, string? Problem = null)
{
    private const int LinesInMessage = 6;

    /// <summary>
    /// True where somebody else ended it (a person, or the kernel for want of memory): the call it was busy with need not be the cause.
    /// </summary>
    public bool WasKilled => Problem is null && ExitCode is 128 + 9 or 128 + 15;

    /// <summary>The end of it in words, without the log.</summary>
    public string Cause => ExitCode switch
    {
        _ when Problem is not null => Problem,
        128 + 4 => "it was ended by SIGILL (an instruction this processor does not know)",
        128 + 6 => "it was ended by SIGABRT (a native assertion or exception)",
        128 + 7 => "it was ended by SIGBUS (a file shrank or a disk failed while it was mapped)",
        128 + 8 => "it was ended by SIGFPE",
        128 + 9 => "it was ended by SIGKILL (often the kernel, for want of memory)",
        128 + 11 => "it was ended by SIGSEGV",
        128 + 15 => "it was ended by SIGTERM",
        > 128 and < 128 + 65 => $"it was ended by signal {ExitCode - 128}",
        _ => $"it ended with exit code {ExitCode}",
    };

    /// <summary>The cause and the last lines of the log, in one line.</summary>
    public string Summary =>
        LastLines.Count == 0 ? Cause : $"{Cause}; its last lines: {string.Join(" | ", LastLines.TakeLast(LinesInMessage).Select(l => l.Trim()))}";
}
