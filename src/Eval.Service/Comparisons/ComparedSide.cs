using Eval.Core.Comparisons;

namespace Eval.Service.Comparisons;

/// <summary>What a user named as one side of a comparison.</summary>
/// <param name="Reference">The words as typed.</param>
/// <param name="Cells">Its cells; at least one.</param>
public sealed record ComparedSide(string Reference, IReadOnlyList<ComparedCell> Cells)
{
    /// <summary>Its candidates, in the order of the cells.</summary>
    public IReadOnlyList<string> Candidates => [.. Cells.Select(c => c.Cell.CandidateId).Distinct(StringComparer.Ordinal)];
}
