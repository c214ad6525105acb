using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Eval.Core.Models;

/// <summary>One token of an answer.</summary>
/// <param name="Token">Its text.</param>
/// <param name="LogProbability">Its natural log-probability.</param>
/// <param name="Top">The most probable tokens in its place, best first; empty where none were asked for.</param>
public sealed record TokenLogProbability(string Token, double LogProbability, IReadOnlyList<TokenAlternative> Top)
{
    /// <summary>The property of a request, 0 or more: report log-probabilities, with so many alternatives for each token.</summary>
    public const string RequestProperty = "top_logprobs";

    /// <summary>The property of a response that holds a list of these.</summary>
    public const string ResponseProperty = "logprobs";

    /// <summary>Those of a response, fresh or from the cache (which keeps JSON); null where there are none, or none with texts of tokens.</summary>
    public static IReadOnlyList<TokenLogProbability>? Of(ChatResponse response)
    {
        object? value = null;
        if (response.AdditionalProperties?.TryGetValue(ResponseProperty, out value) != true)
        {
            return null;
        }

        try
        {
            return value is JsonElement json ? json.Deserialize<List<TokenLogProbability>>(AIJsonUtilities.DefaultOptions) : value as IReadOnlyList<TokenLogProbability>;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A token that might have stood there, with its natural log-probability.</summary>
public readonly record struct TokenAlternative(string Token, double LogProbability);
