namespace Eval.LlamaCpp.Engine;

/// <summary>
/// Takes what is wanted from the logits after a token, read in place. Called from several threads at once for different nodes; what it
/// writes for one node must be apart from that of others.
/// </summary>
internal abstract class RowReader
{
    /// <summary>Reads one row.</summary>
    /// <param name="tree">What is evaluated.</param>
    /// <param name="node">The node whose successor the row predicts.</param>
    /// <param name="logits">One number for each token of the vocabulary.</param>
    public abstract void Read(TokenTree tree, int node, ReadOnlySpan<float> logits);
}
