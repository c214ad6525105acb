namespace Eval.Core.Ratings.Pairings;

/// <summary>Two models and the prompt that they meet on.</summary>
/// <param name="A">Place of one model, from 0.</param>
/// <param name="B">Place of the other; never <paramref name="A"/>. The order says nothing about which answer is shown first.</param>
/// <param name="Prompt">Place of the prompt, from 0.</param>
/// <param name="Probability">With which probability this pair of models was chosen in its turn, above 0 and at most 1; 1 where nothing was drawn.</param>
public readonly record struct PlannedPairing(int A, int B, int Prompt, double Probability);

/// <summary>A pairing that was played.</summary>
/// <param name="A">Place of one model.</param>
/// <param name="B">Place of the other.</param>
/// <param name="Prompt">Place of the prompt.</param>
/// <param name="Score">1 where A won, 0 where B did, ½ for a tie, anything between for several judges or orders; null where nobody could decide it.</param>
/// <param name="Probability">See <see cref="PlannedPairing.Probability"/>.</param>
public readonly record struct PlayedPairing(int A, int B, int Prompt, double? Score, double Probability);
