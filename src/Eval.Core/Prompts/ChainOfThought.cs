using System.Text.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Prompts;

/// <summary>Asks a model to think before it answers (Wei et al. 2022; without examples, Kojima et al. 2022).</summary>
/// <param name="Instruction">The words that ask for it.</param>
public sealed record ChainOfThought(string Instruction)
{
    /// <summary>Tokens that an answer may have where the suite says nothing: thoughts are long.</summary>
    public int MaxTokens { get; } = 1024;
}

/// <summary>Reads <c>chainOfThought:</c>: true for the usual words, or words of the suite's own.</summary>
internal static class ChainOfThoughtConfig
{
    public static ChainOfThought? OptionalChainOfThought(this ConfigMap map, string usual) => map.OptionalJson("chainOfThought")?.GetValueKind() switch
    {
        null or JsonValueKind.False => null,
        JsonValueKind.True => new ChainOfThought(usual),
        _ => map.OptionalString("chainOfThought") is { Length: > 0 } words ? new ChainOfThought(words) : null,
    };
}
