namespace Eval.LlamaCpp.Engine;

/// <summary>What one lane evaluates at a time: sequences that are laid out together, after a preamble that they share.</summary>
/// <param name="Preamble">Tokens evaluated before, alone; empty for none.</param>
/// <param name="Tree">The sequences.</param>
/// <param name="Layout">How they are evaluated.</param>
internal sealed record EvaluationJob(int[] Preamble, TokenTree Tree, EvaluationLayout Layout)
{
    // llama.cpp counts the cells in use in steps of this many.
    private const int CellStep = 256;

    /// <summary>
    /// Cuts sequences into jobs. The cut depends on the sequences and the settings alone, so that the same call always makes the same
    /// batches, whichever lane takes them.
    /// </summary>
    /// <param name="pairs">What was asked for; failures are left out.</param>
    /// <param name="settings">How the model is run.</param>
    public static IReadOnlyList<EvaluationJob> Cut(IReadOnlyList<EncodedPair> pairs, EngineSettings settings)
    {
        var jobs = new List<EvaluationJob>();
        var groups = pairs
            .Where(p => p.Sequence is not null)
            .GroupBy(p => settings.SharesBeginnings ? p.Sequence!.Tokens[..p.PreambleLength] : [], TokenListComparer.Instance);
        foreach (var group in groups)
        {
            TokenSequence[] sequences = [.. group.Select(p => p.Sequence!)];
            Array.Sort(sequences, TokenTree.Compare);
            var preamble = group.Key.Length > 0 ? group.Key : CommonPreamble(sequences, settings);
            foreach (var part in CutOne(sequences, preamble.Length, settings))
            {
                jobs.Add(Create(preamble, part, settings));
            }
        }

        return jobs;
    }

    /// <summary>Cuts windows of a text into jobs; they stand in the order of the text.</summary>
    public static IReadOnlyList<EvaluationJob> CutWindows(IReadOnlyList<TokenSequence> windows, EngineSettings settings)
    {
        var jobs = new List<EvaluationJob>();
        foreach (var part in CutOne([.. windows], 0, settings))
        {
            jobs.Add(Create([], part, settings));
        }

        return jobs;
    }

    private static EvaluationJob Create(int[] preamble, IReadOnlyList<TokenSequence> sequences, EngineSettings settings)
    {
        var tree = TokenTree.Build(sequences, preamble.Length, settings.Exact);
        var layout = settings.Layout;
        if (layout == EvaluationLayout.Tree && !settings.FlashAttention
            && Cells(preamble.Length + tree.Nodes.Length) > Cells(sequences.Max(s => s.EvaluatedLength)))
        {
            // Without flash attention each token is multiplied with every cell in use, its own or not: where all together need one step of
            // cells more than the longest alone, one path after the other is cheaper.
            layout = EvaluationLayout.Rewind;
        }

        return new EvaluationJob(preamble, tree, layout);

        static int Cells(int count) => (count + CellStep - 1) / CellStep;
    }

    /// <summary>A beginning that all sequences of a call share, where it is long enough to be worth its own batches.</summary>
    private static int[] CommonPreamble(TokenSequence[] sequences, EngineSettings settings)
    {
        const int WorthIt = 32;
        if (settings.Exact || !settings.SharesBeginnings || sequences.Length < 2 || sequences[0].HasContextOf(sequences[^1]))
        {
            return [];
        }

        // Sorted: what the first and the last share, all share.
        var length = Math.Min(sequences[0].CommonLength(sequences[^1]), sequences.Min(s => s.ContextLength) - 1);
        return length >= WorthIt ? sequences[0].Tokens[..length] : [];
    }

    private static IEnumerable<IReadOnlyList<TokenSequence>> CutOne(TokenSequence[] sequences, int start, EngineSettings settings)
    {
        var first = 0;
        var nodes = 0;
        for (var i = 0; i < sequences.Length; i++)
        {
            var added = TokenTree.AddedNodes(sequences[i], i == first ? null : sequences[i - 1], start);
            if (i > first && StartsJob(sequences, first, i, nodes + added, start, settings))
            {
                yield return sequences[first..i];
                first = i;
                nodes = 0;
                added = TokenTree.AddedNodes(sequences[i], null, start);
            }

            nodes += added;
        }

        if (first < sequences.Length)
        {
            yield return sequences[first..];
        }
    }

    private static bool StartsJob(TokenSequence[] sequences, int first, int i, int nodes, int start, EngineSettings settings)
    {
        var sequence = sequences[i];
        var previous = sequences[i - 1];
        var sameContext = sequence.HasContextOf(previous);
        if (!settings.SharesBeginnings)
        {
            return true;
        }

        if (settings.Exact)
        {
            return !sameContext;
        }

        if (settings.Layout == EvaluationLayout.Tree)
        {
            // A batch is filled with whole questions; a question that fills it alone may take several, as far as the cache holds them.
            var room = sameContext && sequences[first].HasContextOf(sequence) ? settings.Cells - start : Math.Min(settings.Batch, settings.Cells - start);
            return nodes > room || i - first >= settings.Sequences;
        }

        // One path after the other: keep together what shares most of its tokens.
        var common = sequence.CommonLength(previous);
        return !sameContext && (common - start) * 2 < sequence.EvaluatedLength - start;
    }

    private sealed class TokenListComparer : IEqualityComparer<int[]>
    {
        internal static readonly TokenListComparer Instance = new();

        public bool Equals(int[]? a, int[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(int[] tokens) => tokens.Length == 0 ? 0 : HashCode.Combine(tokens.Length, tokens[0], tokens[^1]);
    }
}
