using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Eval.Providers.LlamaServer;

/// <summary>Names in the <c>AdditionalProperties</c> of requests to, and responses of, the native routes of llama.cpp's server.</summary>
internal static class LlamaServerProperties
{
    /// <summary>Request, true: the tokens of the message's text, the special ones of the vocabulary's rule included.</summary>
    public const string Tokenize = "eval.tokenize";

    /// <summary>Request: the list of tokens to go on from.</summary>
    public const string Prompt = "eval.prompt";

    /// <summary>Request: the token whose probability is wanted after <see cref="Prompt"/>.</summary>
    public const string Target = "eval.target";

    /// <summary>Response: the list of tokens.</summary>
    public const string Tokens = "eval.tokens";

    /// <summary>Response: the natural log-probability of the target.</summary>
    public const string LogProbability = "eval.logprob";

    /// <summary>Response: whether the target is the most probable token.</summary>
    public const string IsGreedy = "eval.greedy";

    /// <summary>A value of a response, fresh or from the cache.</summary>
    public static T? Read<T>(ChatResponse response, string name) =>
        response.AdditionalProperties?.TryGetValue(name, out var value) == true && value is JsonElement json ? json.Deserialize<T>() : default;
}
