namespace Eval.LlamaCpp.Engine;

/// <summary>
/// Sequences laid out so that a beginning shared by several is evaluated once: the nodes of their prefix tree, in depth-first order, and
/// what is to be read from the logits of each. Depends on the sequences alone, so the same call is always evaluated alike.
/// </summary>
internal sealed class TokenTree
{
    private readonly ScoredToken[] _scored;
    private readonly int[] _firstScored;

    private TokenTree(int start, IReadOnlyList<TokenSequence> sequences, TokenNode[] nodes, ScoredToken[] scored)
    {
        Start = start;
        Sequences = sequences;
        Nodes = nodes;
        _scored = scored;
        _firstScored = new int[nodes.Length + 1];
        foreach (var s in scored)
        {
            _firstScored[s.Node + 1]++;
        }

        for (var i = 0; i < nodes.Length; i++)
        {
            _firstScored[i + 1] += _firstScored[i];
        }
    }

    /// <summary>Depth of the first nodes: what comes before is in the KV cache already.</summary>
    public int Start { get; }

    /// <summary>The sequences, in the order of their numbers in the tree.</summary>
    public IReadOnlyList<TokenSequence> Sequences { get; }

    /// <summary>The tokens to evaluate, each path's in the order of its positions.</summary>
    public TokenNode[] Nodes { get; }

    /// <summary>What to read from a node's logits.</summary>
    public ReadOnlySpan<ScoredToken> ScoredAt(int node) => _scored.AsSpan(_firstScored[node], _firstScored[node + 1] - _firstScored[node]);

    /// <summary>Builds the tree of sequences that share their first <paramref name="start"/> tokens.</summary>
    /// <param name="sequences">Sequences, neighbours sharing most: in the order of <see cref="Compare"/>.</param>
    /// <param name="start">Tokens that are evaluated already; less than any context, so that no needed logits are missed.</param>
    /// <param name="contextsOnly">
    /// True to share whole equal contexts and nothing else, and to evaluate a context apart from what follows: then the numbers of a
    /// sequence do not depend on its neighbours.
    /// </param>
    public static TokenTree Build(IReadOnlyList<TokenSequence> sequences, int start, bool contextsOnly = false)
    {
        // common[i]: evaluated tokens that sequence i shares with the one before it.
        var common = new int[sequences.Count + 1];
        for (var i = 1; i < sequences.Count; i++)
        {
            common[i] = contextsOnly
                ? sequences[i].HasContextOf(sequences[i - 1]) ? sequences[i].ContextLength : 0
                : sequences[i].CommonLength(sequences[i - 1]);
        }

        var nodes = new List<TokenNode>();
        var scored = new List<ScoredToken>();
        var path = new int[sequences.Max(s => s.Tokens.Length)];
        for (var i = 0; i < sequences.Count; i++)
        {
            var sequence = sequences[i];
            var first = i == 0 ? start : Math.Max(start, common[i]);
            for (var depth = first; depth < sequence.EvaluatedLength; depth++)
            {
                path[depth] = nodes.Count;
                var startsBranch = depth == first || (contextsOnly && depth == sequence.ContextLength);
                nodes.Add(new TokenNode(sequence.Tokens[depth], depth, i, SharedBy(common, i, depth), startsBranch, NeedsLogits: false));
            }

            for (var target = sequence.ContextLength; target < sequence.Tokens.Length; target++)
            {
                var node = path[target - 1];
                nodes[node] = nodes[node] with { NeedsLogits = true };
                scored.Add(new ScoredToken(node, sequence.Tokens[target], sequence.Request, target - sequence.ContextLength));
            }
        }

        return new TokenTree(start, sequences, [.. nodes], [.. scored.OrderBy(s => s.Node)]);
    }

    /// <summary>Number of nodes that one more sequence adds after <paramref name="previous"/>.</summary>
    public static int AddedNodes(TokenSequence sequence, TokenSequence? previous, int start) =>
        Math.Max(0, sequence.EvaluatedLength - Math.Max(start, previous is null ? 0 : sequence.CommonLength(previous)));

    /// <summary>The order that brings equal beginnings together; equal tokens keep the order of their requests.</summary>
    public static int Compare(TokenSequence a, TokenSequence b)
    {
        var order = a.Tokens.AsSpan().SequenceCompareTo(b.Tokens);
        order = order != 0 ? order : a.ContextLength.CompareTo(b.ContextLength);
        return order != 0 ? order : a.Request.CompareTo(b.Request);
    }

    private static int SharedBy(int[] common, int first, int depth)
    {
        var count = 1;
        while (first + count < common.Length - 1 && common[first + count] > depth)
        {
            count++;
        }

        return count;
    }
}

/// <summary>A token to evaluate.</summary>
/// <param name="Token">The token.</param>
/// <param name="Position">Its position from the start of its sequences.</param>
/// <param name="FirstSequence">The first sequence that it belongs to.</param>
/// <param name="SequenceCount">How many consecutive sequences it belongs to.</param>
/// <param name="StartsBranch">True where a path leaves that of the node before it, or where it must not share a batch with it.</param>
/// <param name="NeedsLogits">True where something is scored from it.</param>
internal readonly record struct TokenNode(int Token, int Position, int FirstSequence, int SequenceCount, bool StartsBranch, bool NeedsLogits);

/// <summary>A number to read: the log-probability of a token after a node.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Target">The token.</param>
/// <param name="Request">Whose it is.</param>
/// <param name="Index">Its place among the scored tokens of the request.</param>
internal readonly record struct ScoredToken(int Node, int Target, int Request, int Index);
