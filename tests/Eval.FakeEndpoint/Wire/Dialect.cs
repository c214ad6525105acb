namespace Eval.FakeEndpoint.Wire;

/// <summary>Whose habits a model shows where the wire format leaves room.</summary>
public enum Dialect
{
    /// <summary>api.openai.com.</summary>
    OpenAi,

    /// <summary>Azure OpenAI.</summary>
    Azure,

    /// <summary>vLLM's server.</summary>
    Vllm,

    /// <summary>llama.cpp's server.</summary>
    LlamaServer,

    /// <summary>api.anthropic.com.</summary>
    Anthropic,
}

/// <summary>What a completions route does with <c>echo</c>.</summary>
public enum EchoMode
{
    /// <summary>The prompt and its log-probabilities come back.</summary>
    Honoured,

    /// <summary>Accepted and ignored, as llama.cpp's server does.</summary>
    Ignored,

    /// <summary>400, as OpenAI does for echo with logprobs on its present models.</summary>
    Rejected,

    /// <summary>The model has no completions route (404), as chat models of OpenAI.</summary>
    Missing,
}
