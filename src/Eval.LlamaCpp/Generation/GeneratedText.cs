using Eval.Core.Models;

namespace Eval.LlamaCpp.Generation;

/// <summary>The answer to a <see cref="GenerationRequest"/>.</summary>
internal sealed record GeneratedText
{
    /// <summary>The text, without stop sequences and control tokens.</summary>
    public string Text { get; init; } = "";

    /// <summary>The generated tokens, without the one that ended the turn; those of a stop sequence included.</summary>
    public IReadOnlyList<int> Tokens { get; init; } = [];

    /// <summary>Why it ended.</summary>
    public GenerationEnd End { get; init; }

    /// <summary>The stop sequence that ended it, or null.</summary>
    public string? StopSequence { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Per token of <see cref="Tokens"/>, where asked for.</summary>
    public IReadOnlyList<TokenChoice>? Choices { get; init; }

    /// <summary>Milliseconds from the start of work on the prompt (not from the call: waiting does not count) to the first token.</summary>
    public double FirstTokenMilliseconds { get; init; }

    /// <summary>Milliseconds between consecutive tokens; one less than there are tokens.</summary>
    public IReadOnlyList<float> GapMilliseconds { get; init; } = [];

    /// <summary>SHA-256 of the prompt as the model got it, special tokens included.</summary>
    public string PromptSha256 { get; init; } = "";

    /// <summary>Why there is no text, or null.</summary>
    public RequestFailure? Failure { get; init; }

    /// <summary>An answer without text.</summary>
    public static GeneratedText Failed(RequestFailure failure) => new() { Failure = failure };
}

/// <summary>Why a generation ended.</summary>
internal enum GenerationEnd
{
    /// <summary>The model ended its turn, a stop sequence came, or the grammar was complete.</summary>
    Stop,

    /// <summary>The limit of tokens, or of the context, was reached.</summary>
    Length,
}
