namespace Eval.Core.Running.Tournaments.Voting;

/// <summary>A battle that people may vote on: a prompt and two candidates, in whichever order.</summary>
/// <param name="Ordinal">The prompt: its place in the planned suite, from 0.</param>
/// <param name="Epoch">The repetition, from 0.</param>
/// <param name="SampleId">The data's id of the prompt.</param>
/// <param name="A">A candidate.</param>
/// <param name="B">Another.</param>
public sealed record VotingPlace(int Ordinal, int Epoch, string SampleId, string A, string B)
{
    /// <summary>The candidate whose id comes first in ordinal order.</summary>
    public string Low => string.CompareOrdinal(A, B) < 0 ? A : B;

    /// <summary>The other.</summary>
    public string High => string.CompareOrdinal(A, B) < 0 ? B : A;
}
