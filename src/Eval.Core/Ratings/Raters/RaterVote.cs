namespace Eval.Core.Ratings.Raters;

/// <summary>One rater's verdict on a battle.</summary>
/// <param name="Rater">Number of the rater, from 0.</param>
/// <param name="Prompt">Number of the prompt; −1 where it is unknown. Votes on one prompt and the same two models are about the same battle.</param>
/// <param name="Battle">The models and the verdict.</param>
public readonly record struct RaterVote(int Rater, int Prompt, Battle Battle);
