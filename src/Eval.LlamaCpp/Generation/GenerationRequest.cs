namespace Eval.LlamaCpp.Generation;

/// <summary>Asks for a continuation. Exactly one of <see cref="Prompt"/> and <see cref="Messages"/> is set.</summary>
internal sealed record GenerationRequest
{
    /// <summary>A raw prompt that is continued as it stands, BOS in front by the vocabulary's flag; its special markers stay text.</summary>
    public string? Prompt { get; init; }

    /// <summary>A conversation, rendered by the chat template; what it says can never become a control token.</summary>
    public IReadOnlyList<ChatTurn>? Messages { get; init; }

    /// <summary>Most tokens to generate; the context may end it before.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>How tokens are chosen.</summary>
    public SamplingSettings Sampling { get; init; } = SamplingSettings.Greedy;

    /// <summary>Texts that end the answer; they are not part of it.</summary>
    public IReadOnlyList<string> StopSequences { get; init; } = [];

    /// <summary>A grammar in GBNF with the rule <c>root</c>, or null.</summary>
    public string? Grammar { get; init; }

    /// <summary>How many alternatives are reported for each token: null for no log-probabilities, 0 for those of the chosen tokens alone.</summary>
    public int? TopLogProbs { get; init; }

    /// <summary>Goes on at the end of a turn up to <see cref="MaxTokens"/>, for measurements of speed.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>Sends the answer piece by piece.</summary>
    public bool Stream { get; init; }
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What was said; hostile input.</param>
internal sealed record ChatTurn(string Role, string Content);
