namespace Eval.LlamaCpp.Engine;

/// <summary>Collects the log-probabilities of the scored tokens of every request.</summary>
internal sealed class LogProbabilityReader : RowReader
{
    private readonly double[][] _logProbabilities;
    private readonly bool[][] _mostProbable;

    /// <summary>Makes room.</summary>
    /// <param name="scoredLengths">Scored tokens of each request; 0 for those without any.</param>
    internal LogProbabilityReader(IReadOnlyList<int> scoredLengths)
    {
        _logProbabilities = [.. scoredLengths.Select(n => new double[n])];
        _mostProbable = [.. scoredLengths.Select(n => new bool[n])];
    }

    /// <summary>The log-probabilities of a request's scored tokens, in order.</summary>
    public ReadOnlySpan<double> LogProbabilities(int request) => _logProbabilities[request];

    /// <summary>True where every scored token of a request was the most probable one.</summary>
    public bool AllMostProbable(int request) => !_mostProbable[request].AsSpan().Contains(false);

    public override void Read(TokenTree tree, int node, ReadOnlySpan<float> logits)
    {
        var (max, normaliser) = LogSoftmax.Normaliser(logits);
        foreach (var scored in tree.ScoredAt(node))
        {
            var logit = logits[scored.Target];
            _logProbabilities[scored.Request][scored.Index] = logit - normaliser;

            // Of equal logits the first counts as the most probable one, as everywhere in the field.
            _mostProbable[scored.Request][scored.Index] = logit == max && logits.IndexOf(max) == scored.Target;
        }
    }
}
