namespace Eval.Core.Suites;

/// <summary>
/// A part of a suite's samples: those of one seeded limit that are not among those of a smaller one. Limits are nested, so that steps which follow
/// each other make up the sample of the last one.
/// </summary>
/// <param name="After">The smaller limit, whose samples are left out; 0 leaves none out.</param>
/// <param name="Limit">The limit, or null for all samples.</param>
public readonly record struct SampleRange(int After, int? Limit)
{
    /// <summary>The sample of a limit, or all samples for null.</summary>
    public static implicit operator SampleRange(int? limit) => new(0, limit);

    /// <summary>As the file's own limit allows.</summary>
    public SampleRange Within(int? limit) => this with { Limit = (Limit, limit) is ({ } a, { } b) ? Math.Min(a, b) : Limit ?? limit };
}
