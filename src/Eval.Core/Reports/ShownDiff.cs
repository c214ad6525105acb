using Eval.Core.Comparisons;

namespace Eval.Core.Reports;

/// <summary>A diff as it is shown.</summary>
/// <param name="Pairing">The cells.</param>
/// <param name="Scores">The paired scores that decided.</param>
/// <param name="Diff">The samples.</param>
/// <param name="Full">Whether texts are shown whole.</param>
public sealed record ShownDiff(CellPairing Pairing, PairedScores Scores, ItemDiff Diff, bool Full)
{
    /// <summary>True where every score is right or wrong.</summary>
    public bool IsBinary { get; } = Scores.Old.Concat(Scores.New).All(s => s is 0 or 1);

    /// <summary>True where the scores are logarithms.</summary>
    public bool IsLogarithm => Scores.ScoresAreLogarithms;
}
