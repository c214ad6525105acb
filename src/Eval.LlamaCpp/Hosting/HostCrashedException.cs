namespace Eval.LlamaCpp.Hosting;

/// <summary>The host ended while a call was open. Caught by the retry policy; it does not leave this folder.</summary>
/// <param name="exit">How it ended.</param>
/// <param name="started">True where the host had begun to work on the call: the call may be the cause.</param>
internal sealed class HostCrashedException(HostExit exit, bool started) : Exception($"The model host is gone: {exit.Summary}")
{
    public HostExit Exit { get; } = exit;

    public bool Started { get; } = started;
}
