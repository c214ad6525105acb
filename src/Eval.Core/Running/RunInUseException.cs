namespace Eval.Core.Running;

/// <summary>Another worker holds the run that was to be worked on.</summary>
public sealed class RunInUseException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="runId">The run's number.</param>
    /// <param name="owner">Who holds it, or null where that could not be read.</param>
    public RunInUseException(long runId, RunOwner? owner)
        : base($"run {runId} is being worked on by {owner?.ToString() ?? "another process"}; wait for it, stop it, or start a new run with --fresh") =>
        (RunId, Owner) = (runId, owner);

    /// <summary>The run's number.</summary>
    public long RunId { get; }

    /// <summary>Who holds it, or null where that could not be read.</summary>
    public RunOwner? Owner { get; }
}

/// <summary>The process that works on a run.</summary>
/// <param name="ProcessId">Its number on its machine.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="Since">When it took the run (UTC).</param>
public sealed record RunOwner(int ProcessId, string Machine, DateTimeOffset Since)
{
    /// <summary>Names process and machine, as a message shows them.</summary>
    public override string ToString() => $"process {ProcessId} on {Machine} (since {Since.ToUniversalTime():yyyy-MM-dd HH:mm} UTC)";
}
