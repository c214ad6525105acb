using Eval.Core.Models;

namespace Eval.Providers.Probing;

/// <summary>What probes found about likelihoods.</summary>
/// <param name="Route">How to ask for them; <see cref="LikelihoodRoute.None"/> where there are none.</param>
/// <param name="Problem">Why there are none, or null.</param>
/// <param name="HasCompletions">True where the legacy route continues raw prompts.</param>
/// <param name="VocabularySize">Tokens of the vocabulary, where the endpoint tells.</param>
/// <param name="ContextLength">Tokens that a request may have, where the endpoint tells.</param>
internal sealed record LikelihoodFindings(
    LikelihoodRoute Route, string? Problem, bool HasCompletions = false, int? VocabularySize = null, int? ContextLength = null)
{
    public static LikelihoodFindings Missing(string? problem) => new(LikelihoodRoute.None, problem);
}
