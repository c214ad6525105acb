using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Completions;

/// <summary>Names in the <c>AdditionalProperties</c> of requests to, and responses of, the legacy completions route.</summary>
internal static class CompletionProperties
{
    /// <summary>Request, true: give the prompt's tokens back with their log-probabilities.</summary>
    public const string Echo = "eval.echo";

    /// <summary>Response: <see cref="EchoedTokens"/> as JSON.</summary>
    public const string Echoed = "eval.echoed";

    /// <summary>The echoed tokens of a response, fresh or from the cache; null where there are none.</summary>
    public static EchoedTokens? Read(ChatResponse response) =>
        response.AdditionalProperties?.TryGetValue(Echoed, out var value) == true && value is JsonElement json ? json.Deserialize<EchoedTokens>() : null;
}
