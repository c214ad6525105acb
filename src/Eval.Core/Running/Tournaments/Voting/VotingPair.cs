namespace Eval.Core.Running.Tournaments.Voting;

/// <summary>Two answers to one prompt on a blind sheet.</summary>
/// <param name="Id">The battle; see <see cref="BlindBattles"/>.</param>
/// <param name="Question">What was asked, or null where each answer stands in a conversation of its own, which its text then has.</param>
/// <param name="AnswerA">The answer that is shown first.</param>
/// <param name="AnswerB">The other.</param>
public sealed record VotingPair(string Id, string? Question, string AnswerA, string AnswerB);
