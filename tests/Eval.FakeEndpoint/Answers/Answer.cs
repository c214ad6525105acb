namespace Eval.FakeEndpoint.Answers;

/// <summary>A finished answer to a request.</summary>
/// <param name="Choices">All answers, those to the first prompt first.</param>
/// <param name="PromptTokens">The tokens of each prompt.</param>
internal sealed record Answer(IReadOnlyList<AnswerChoice> Choices, IReadOnlyList<IReadOnlyList<int>> PromptTokens)
{
    /// <summary>The first choice, or null where a fault took them all.</summary>
    public AnswerChoice? First => Choices.Count > 0 ? Choices[0] : null;

    public int InputTokens => PromptTokens.Sum(p => p.Count);

    public int OutputTokens => Choices.Sum(c => c.BilledTokens);
}

/// <summary>One answer.</summary>
internal sealed record AnswerChoice
{
    /// <summary>Which prompt it answers.</summary>
    public required int Prompt { get; init; }

    public required int Index { get; init; }

    /// <summary>The text, or null for an answer without content.</summary>
    public required string? Text { get; init; }

    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary><c>stop</c>, <c>length</c>, <c>tool_calls</c>, <c>content_filter</c> or <c>refusal</c>.</summary>
    public required string Finish { get; init; }

    /// <summary>The stop sequence that ended it, or null.</summary>
    public string? StoppedBy { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    public bool Refused { get; init; }

    public string? Reasoning { get; init; }

    /// <summary>Tokens of reasoning, hidden and visible.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>All tokens written.</summary>
    public required int BilledTokens { get; init; }
}
