namespace Eval.LlamaCpp.Generation;

/// <summary>A prompt as the model gets it.</summary>
/// <param name="Text">Its text, special markers of the template included.</param>
/// <param name="Tokens">Its tokens, BOS included.</param>
internal sealed record ChatPrompt(string Text, int[] Tokens);
