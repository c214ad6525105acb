namespace Eval.Core.Workspaces;

/// <summary>One mistake in something the user wrote: where it is, what is wrong, and what to do.</summary>
/// <param name="At">Where, or null where no file is to blame (an option, an environment variable).</param>
/// <param name="Message">What is wrong, as a sentence without a full stop.</param>
/// <param name="Hint">What to do about it (the nearest valid name, for example), or null.</param>
public sealed record ConfigProblem(SourcePosition? At, string Message, string? Hint = null)
{
    /// <summary>Gives the problem as one line: <c>file:line:column: message (hint)</c>.</summary>
    public override string ToString() =>
        (At is null ? "" : $"{At}: ") + Message + (Hint is null ? "" : $" ({Hint})");
}
