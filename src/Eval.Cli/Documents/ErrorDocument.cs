using Eval.Core.Workspaces;

namespace Eval.Cli.Documents;

/// <summary>What a failed command writes with <c>--json</c>.</summary>
internal sealed record ErrorDocument(int Schema, int ExitCode, IReadOnlyList<ProblemEntry> Problems)
{
    public static ErrorDocument Of(int exitCode, IEnumerable<ConfigProblem> problems) =>
        new(1, exitCode, [.. problems.Select(ProblemEntry.Of)]);
}

/// <summary>One problem; <c>file</c> and its line and column where a file is to blame.</summary>
internal sealed record ProblemEntry(string Message, string? Hint, string? File, int? Line, int? Column)
{
    public static ProblemEntry Of(ConfigProblem problem) => new(
        problem.Message,
        problem.Hint,
        problem.At?.File,
        problem.At is { Line: > 0 } line ? line.Line : null,
        problem.At is { Column: > 0 } column ? column.Column : null);
}
