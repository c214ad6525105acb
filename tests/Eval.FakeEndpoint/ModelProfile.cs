using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Limits;
using Eval.FakeEndpoint.Serving;
using Eval.FakeEndpoint.Wire;

namespace Eval.FakeEndpoint;

/// <summary>How one model of the endpoint behaves.</summary>
public sealed record ModelProfile
{
    /// <summary>
    /// Where answers come from: <c>echo</c> (the last user message), <c>letter</c> (one of the choices in it), <c>arithmetic</c> or
    /// <c>arithmetic:0.7</c> (the sum in it, right in that share of prompts), <c>greedy</c> (the most probable continuation), <c>words:N</c>, <c>fixed:TEXT</c>, <c>table:FILE</c> (JSONL of
    /// <c>prompt</c> or <c>contains</c> → <c>answer</c>), <c>gguf:FILE</c> (a local model). Default <c>echo</c>.
    /// </summary>
    public string Answers { get; init; } = "echo";

    /// <summary>Whose error bodies and extra fields it shows. Azure and Anthropic paths decide for themselves.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>Time to the first token. Default: none.</summary>
    public Latency Latency { get; init; } = new();

    /// <summary>Tokens per second after the first; 0, the default, does not wait.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Tokens in one streamed chunk. Default 1.</summary>
    public int TokensPerChunk { get; init; } = 1;

    /// <summary>Limits, or null for none.</summary>
    public RateLimits? Limits { get; init; }

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; init; } = new();

    /// <summary>What <c>echo</c> of <c>/v1/completions</c> does.</summary>
    public EchoMode Echo { get; init; }

    /// <summary>True puts the token that begins a text first in an echo, as vLLM does for vocabularies with BOS. Default false.</summary>
    public bool BosInEcho { get; init; }

    /// <summary>Longest prompt and answer together, in tokens. Default 8,192.</summary>
    public int ContextLength { get; init; } = 8192;

    /// <summary>False leaves <c>logprobs</c> out though they were asked for. Default true.</summary>
    public bool Logprobs { get; init; } = true;

    /// <summary>False refuses <c>response_format</c> with a schema (400). Default true.</summary>
    public bool Schemas { get; init; } = true;

    /// <summary>Hidden reasoning tokens billed with each answer. Default 0.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Visible reasoning (<c>reasoning_content</c>, or thinking blocks), or null.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Tokens at the start of each prompt that count as cached. Default 0.</summary>
    public int CachedTokens { get; init; }

    /// <summary>True sends comment lines in a stream before the first token, as OpenRouter does. Default false.</summary>
    public bool KeepAliveComments { get; init; }
}
