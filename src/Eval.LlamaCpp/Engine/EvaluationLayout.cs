namespace Eval.LlamaCpp.Engine;

/// <summary>How sequences that share a beginning are evaluated.</summary>
internal enum EvaluationLayout
{
    /// <summary>One sequence at a time: after each branch the KV cache is taken back to where the next one begins.</summary>
    Rewind,

    /// <summary>Many sequences in one batch: a token that several share is evaluated once and belongs to all of them.</summary>
    Tree,
}
