using Eval.Core.Datasets;

namespace Eval.Core.Suites.Kinds.Perplexity;

/// <summary>The keys that only a perplexity suite has.</summary>
public sealed record PerplexitySettings
{
    /// <summary>The field that holds the text to score. Default: <c>text</c>.</summary>
    public required FieldPath Text { get; init; }

    /// <summary>
    /// The field with the text whose words and bytes count (lm-evaluation-harness' wikitext scores a detokenised page but counts the original),
    /// or null for the scored text.
    /// </summary>
    public FieldPath? Original { get; init; }

    /// <summary>Tokens in one window; 0 (the default) takes the model's context length.</summary>
    public int ContextLength { get; init; }

    /// <summary>Windows that are scored and committed together, or null: about 8,192 tokens' worth.</summary>
    public int? WindowsPerUnit { get; init; }

    /// <summary>Id of the candidate that KL metrics compare with; null where the suite has none.</summary>
    public string? Reference { get; init; }
}
