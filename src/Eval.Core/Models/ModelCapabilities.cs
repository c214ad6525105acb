namespace Eval.Core.Models;

/// <summary>What a model can do, as probed, never as assumed.</summary>
public sealed record ModelCapabilities
{
    /// <summary>The property of a request that <see cref="RawPrompts"/> speaks of.</summary>
    public const string RawPromptProperty = "raw_prompt";

    /// <summary>The property of a request, true, that asks a model to write on where it would end: for measurements of speed.</summary>
    public const string IgnoreEndProperty = "ignore_eos";

    /// <summary>Log-likelihoods of given continuations.</summary>
    public bool Likelihoods { get; init; }

    /// <summary>Why <see cref="Likelihoods"/> is false (an endpoint that accepts <c>echo</c> and ignores it …), or null where there is no more to say.</summary>
    public string? LikelihoodProblem { get; init; }

    /// <summary>Windows over whole texts (perplexity).</summary>
    public bool TextWindows { get; init; }

    /// <summary>Whole next-token distributions (KL divergence).</summary>
    public bool FullDistributions { get; init; }

    /// <summary>Answers to chat messages.</summary>
    public bool Chat { get; init; }

    /// <summary>Why <see cref="Chat"/> is false, or null.</summary>
    public string? ChatProblem { get; init; }

    /// <summary>
    /// Continues a single user message as it stands, without a chat template, where the request's <c>AdditionalProperties</c> hold
    /// <see cref="RawPromptProperty"/> as true; for base models.
    /// </summary>
    public bool RawPrompts { get; init; }

    /// <summary>Log-probabilities of the tokens of an answer.</summary>
    public bool AnswerLogProbabilities { get; init; }

    /// <summary>Answers in the form of a given JSON schema; null where unknown.</summary>
    public bool? JsonSchemas { get; init; }

    /// <summary>Seeded sampling.</summary>
    public bool Seeds { get; init; }

    /// <summary>Longest context in tokens, or null where unknown.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Size of the vocabulary, or null where unknown.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Fingerprint of the vocabulary: equal where token ids mean the same; null where unknown.</summary>
    public string? VocabularyHash { get; init; }
}
