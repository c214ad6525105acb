using Eval.Core.Workspaces;

namespace Eval.Core.Scoring.Commands;

/// <summary>A program that scores.</summary>
/// <param name="Run">The program and its arguments; no shell reads them.</param>
/// <param name="Directory">The suite's folder: where it runs, and where a relative program is looked for first.</param>
/// <param name="Timeout">Longest wait for one answer.</param>
/// <param name="At">Where the user wrote it.</param>
internal sealed record CommandSpec(IReadOnlyList<string> Run, string Directory, TimeSpan Timeout, SourcePosition At)
{
    /// <summary>Equal for programs that may share a process.</summary>
    public string Key { get; } = string.Join('\0', [Directory, Timeout.ToString(), .. Run]);

    /// <summary>The program's file.</summary>
    public string Program => Path.Combine(Directory, Run[0]) is var own && File.Exists(own) ? own : Run[0];
}
