namespace Eval.Core.Running.Tournaments;

/// <summary>A battle as a round plans it; it is stored before it is played, so that a tournament that was killed goes on with the same battles.</summary>
/// <param name="Ordinal">Its place in the tournament, from 0.</param>
/// <param name="Round">Its round, from 0.</param>
/// <param name="CandidateA">Id of one candidate. Which of both is shown first is a game's affair.</param>
/// <param name="CandidateB">Id of the other.</param>
/// <param name="SampleOrdinal">The prompt: its place in the planned suite, from 0.</param>
/// <param name="Epoch">The repetition whose answers meet, from 0.</param>
/// <param name="SampleId">The data's id of the prompt.</param>
/// <param name="Probability">With which probability the pair was chosen in its turn, above 0 and at most 1.</param>
public sealed record PlannedBattle(int Ordinal, int Round, string CandidateA, string CandidateB, int SampleOrdinal, int Epoch, string SampleId, double Probability);
