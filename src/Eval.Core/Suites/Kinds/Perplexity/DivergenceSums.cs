using Eval.Core.Metrics;
using Eval.Core.Models;

namespace Eval.Core.Suites.Kinds.Perplexity;

/// <summary>Sums over the compared tokens of some windows, in double precision.</summary>
internal sealed class DivergenceSums
{
    private readonly List<float> _divergences = [];
    private double _own;
    private double _ownSquares;
    private double _reference;
    private double _referenceSquares;
    private double _products;
    private double _divergence;
    private double _divergenceSquares;
    private int _sameTop;

    /// <summary>The divergence of every token.</summary>
    public float[] Divergences => [.. _divergences];

    /// <summary>False where some number was not finite.</summary>
    public bool IsFinite => double.IsFinite(_ownSquares + _referenceSquares + _products + _divergenceSquares);

    public void Add(DivergenceScore score)
    {
        for (var i = 0; i < score.LogProbs.Length; i++)
        {
            double own = score.LogProbs[i], reference = score.ReferenceLogProbs[i], divergence = score.Divergences[i];
            _own += own;
            _ownSquares += own * own;
            _reference += reference;
            _referenceSquares += reference * reference;
            _products += own * reference;
            _divergence += divergence;
            _divergenceSquares += divergence * divergence;
            _sameTop += score.SameTop[i] ? 1 : 0;
        }

        _divergences.AddRange(score.Divergences);
    }

    /// <summary>Writes the measures.</summary>
    /// <param name="measures">Where to.</param>
    /// <param name="withPerplexity">True to write those of the half-window perplexity, too: the tokens are the same.</param>
    public void Write(Dictionary<string, double> measures, bool withPerplexity)
    {
        measures[MeasureNames.ComparedTokens] = _divergences.Count;
        measures[MeasureNames.ComparedLogLikelihood] = _own;
        measures[MeasureNames.ComparedSquares] = _ownSquares;
        measures[MeasureNames.ReferenceLogLikelihood] = _reference;
        measures[MeasureNames.ReferenceSquares] = _referenceSquares;
        measures[MeasureNames.LogLikelihoodProducts] = _products;
        measures[MeasureNames.Divergence] = _divergence;
        measures[MeasureNames.DivergenceSquares] = _divergenceSquares;
        measures[MeasureNames.SameTop] = _sameTop;
        if (withPerplexity)
        {
            measures[MeasureNames.HalfTokens] = _divergences.Count;
            measures[MeasureNames.HalfLogLikelihood] = _own;
            measures[MeasureNames.HalfSquares] = _ownSquares;
        }
    }
}
