namespace Eval.Core.Workspaces;

/// <summary>A place in a file that the user wrote.</summary>
/// <param name="File">The file's path as the user would recognise it.</param>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column, counted from 1; 0 where only the line is known.</param>
public sealed record SourcePosition(string File, int Line, int Column)
{
    /// <summary>Gives <c>file:line:column</c>, the form that editors and terminals turn into a link.</summary>
    public override string ToString() => Column > 0 ? $"{File}:{Line}:{Column}" : Line > 0 ? $"{File}:{Line}" : File;
}
