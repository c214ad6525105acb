namespace Eval.Core.Ratings.Style;

/// <summary>One prompt on which a candidate's answer was compared with the baseline's.</summary>
/// <param name="Preference">How much the judge prefers the candidate: 1 for a win, 0 for a loss, ½ for a tie, anything between for a judge's probability.</param>
/// <param name="CandidateLength">Characters of the candidate's answer, 0 or more.</param>
/// <param name="BaselineLength">Characters of the baseline's answer, 0 or more.</param>
public readonly record struct LengthControlledSample(double Preference, int CandidateLength, int BaselineLength)
{
    /// <summary>How hard the prompt is for the baseline, on any scale that is the same for all candidates; 0 for all where it is not known. Default 0.</summary>
    public double Difficulty { get; init; }
}
