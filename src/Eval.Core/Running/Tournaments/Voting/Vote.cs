using Eval.Core.Ratings;

namespace Eval.Core.Running.Tournaments.Voting;

/// <summary>A person's verdict on two answers to one prompt.</summary>
/// <param name="SampleOrdinal">The prompt: its place in the planned suite, from 0.</param>
/// <param name="Epoch">The repetition, from 0.</param>
/// <param name="SampleId">The data's id of the prompt.</param>
/// <param name="CandidateA">The candidate whose id comes first in ordinal order.</param>
/// <param name="CandidateB">The other.</param>
/// <param name="Rater">Who voted.</param>
/// <param name="Outcome">For candidate A and B, whichever was shown first.</param>
/// <param name="AFirst">True where candidate A was shown first.</param>
/// <param name="Source">Name of the sheet that it came from.</param>
public sealed record Vote(
    int SampleOrdinal, int Epoch, string SampleId, string CandidateA, string CandidateB, string Rater, BattleOutcome Outcome, bool AFirst, string Source);
