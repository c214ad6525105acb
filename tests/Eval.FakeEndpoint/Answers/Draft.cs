namespace Eval.FakeEndpoint.Answers;

/// <summary>What a rule wants to answer, before limits and stops cut it.</summary>
/// <param name="Text">The answer.</param>
internal sealed record Draft(string Text)
{
    /// <summary>The tokens of the text where the rule chose those, or null: the vocabulary cuts the text.</summary>
    public IReadOnlyList<int>? Tokens { get; init; }

    /// <summary>Calls of tools instead of, or after, the text.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>A reason to end that is the model's own (<c>length</c>, <c>content_filter</c>), or null.</summary>
    public string? Finish { get; init; }

    /// <summary>True for a refusal.</summary>
    public bool Refused { get; init; }

    /// <summary>Visible reasoning before the answer, or null.</summary>
    public string? Reasoning { get; init; }
}

/// <summary>A call of a tool.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">Its arguments as JSON text.</param>
internal sealed record ToolCall(string Name, string Arguments);
