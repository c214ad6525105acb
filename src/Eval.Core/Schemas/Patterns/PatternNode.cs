namespace Eval.Core.Schemas.Patterns;

/// <summary>A part of a regular expression.</summary>
internal abstract record PatternNode
{
    public sealed record Characters(CodePointSet Set) : PatternNode;

    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

    public sealed record Choice(IReadOnlyList<PatternNode> Options) : PatternNode;

    /// <summary>Repeats a part; no greatest number where <paramref name="Max"/> is null.</summary>
    public sealed record Repeat(PatternNode Part, int Min, int? Max) : PatternNode;

    /// <summary>The beginning of the text (<c>^</c>) or its end (<c>$</c>).</summary>
    public sealed record Edge(bool IsStart) : PatternNode;
}
