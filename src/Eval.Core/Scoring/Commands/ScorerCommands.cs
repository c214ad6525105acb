using System.Collections.Concurrent;

namespace Eval.Core.Scoring.Commands;

/// <summary>
/// The programs that a run may use as scorers. That it exists is the user's permission (<c>--allow-commands</c>): suites alone never start a program.
/// Each is started once, when first used, and ended with the run.
/// </summary>
/// <param name="time">Clock of the time limits.</param>
public sealed class ScorerCommands(TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, CommandProcess> _processes = new(StringComparer.Ordinal);

    /// <summary>Sends one line of JSON to a program and reads one line back.</summary>
    /// <exception cref="ScorerException">The program cannot be started, fails, or gives no answer in time.</exception>
    internal Task<string> AskAsync(CommandSpec command, string line, CancellationToken cancellationToken) =>
        _processes.GetOrAdd(command.Key, _ => new CommandProcess(command, time)).AskAsync(line, cancellationToken);

    /// <summary>Ends all programs.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }
    }
}
