using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Eval.Providers.OpenAi;

/// <summary>One token of an answer.</summary>
/// <param name="Token">Its text.</param>
/// <param name="LogProbability">Its natural log-probability.</param>
/// <param name="Top">The most probable tokens in its place, best first; empty where none were asked for.</param>
public sealed record TokenLogProbability(string Token, double LogProbability, IReadOnlyList<TokenAlternative> Top)
{
    /// <summary>Those of a response, fresh or from the cache (which keeps JSON); null where there are none.</summary>
    public static IReadOnlyList<TokenLogProbability>? Of(ChatResponse response)
    {
        object? value = null;
        return response.AdditionalProperties?.TryGetValue(ChatProperties.LogProbs, out value) != true ? null
            : value is JsonElement json ? json.Deserialize<List<TokenLogProbability>>(AIJsonUtilities.DefaultOptions)
            : value as IReadOnlyList<TokenLogProbability>;
    }
}

/// <summary>A token that might have stood there, with its natural log-probability.</summary>
public readonly record struct TokenAlternative(string Token, double LogProbability);
