using System.Collections.Immutable;

namespace Eval.Core.Models;

/// <summary>Settings of a model behind an HTTP endpoint.</summary>
public sealed record HostedModelSpec
{
    /// <summary>Which client speaks to it: <c>openai</c>, <c>openai-compatible</c>, <c>azure-openai</c> or <c>anthropic</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's name at the endpoint (Azure: of the deployment).</summary>
    public required string Model { get; init; }

    /// <summary>Base address; required for <c>openai-compatible</c> and <c>azure-openai</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The environment variable that holds the key. The key itself never appears in a file of the workspace.</summary>
    public string? ApiKeyEnv { get; init; }

    /// <summary>A file that holds the key.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>
    /// Headers sent with every request, as written: <c>${NAME}</c> stands for an environment variable, so that what is secret stays out
    /// of the file.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Query parameters added to every address (Azure's <c>api-version</c>).</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Sampling temperature, 0 to 2. It wins over what a suite asks for; null leaves the suite's.</summary>
    public double? Temperature { get; init; }

    /// <summary>Share of the probability mass that is sampled from, above 0 to 1. It wins over what a suite asks for; null leaves the suite's.</summary>
    public double? TopP { get; init; }

    /// <summary>
    /// Tokens that an answer may have, reasoning included, in place of the suite's number: reasoning models need room to think. Null
    /// leaves the suite's.
    /// </summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>How much a reasoning model thinks (<c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c> …), or null for its own default.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>A JSON object whose members are added to every request's body (<c>top_k</c>, <c>chat_template_kwargs</c>, routing …), or null.</summary>
    public string? ExtraBody { get; init; }

    /// <summary>Names of request fields that are never sent, because the endpoint refuses them (<c>temperature</c>, <c>seed</c> …).</summary>
    public IReadOnlyList<string> Omit { get; init; } = [];

    /// <summary>How likelihoods are asked for. Default: whatever a probe finds.</summary>
    public LikelihoodRoute Likelihoods { get; init; }

    /// <summary>Longest context in tokens as the user states it, or null where unknown.</summary>
    public int? Context { get; init; }

    /// <summary>The revision as the user states it, part of the identity; null takes what the endpoint tells.</summary>
    public string? Revision { get; init; }

    /// <summary>Send chats by the provider's batch service: cheaper (<see cref="PriceSpec.BatchDiscount"/>), and answered within hours. Default false.</summary>
    public bool Batch { get; init; }

    /// <summary>Limit in requests per minute, or null.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Limit in tokens per minute, or null.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>Calls at the same time. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Attempts of one call where the endpoint fails. Default 8. Being told to slow down (429) does not count.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>Time for one attempt, from sending to the last byte. Default 5 minutes. Waiting for a permit is not in it.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>How a hosted model is asked for likelihoods.</summary>
public enum LikelihoodRoute
{
    /// <summary>Whatever a probe finds.</summary>
    Auto,

    /// <summary>Not at all: suites fall back to generated answers where they can.</summary>
    None,

    /// <summary>Legacy <c>/completions</c> with <c>echo</c> and <c>logprobs</c>.</summary>
    Completions,

    /// <summary>Token arrays to <c>/completion</c> of llama.cpp's server, one request for each scored token.</summary>
    LlamaServer,
}
