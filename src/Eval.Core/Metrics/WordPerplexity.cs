namespace Eval.Core.Metrics;

/// <summary>exp(−ΣLL / Σwords); words are the pieces between runs of white space in the original text (research/benchmark-harnesses.md 2.2).</summary>
public sealed class WordPerplexity : CorpusRatioMetric
{
    /// <inheritdoc/>
    public override string Id => "ppl_word_rolling";

    /// <inheritdoc/>
    public override string Description => "perplexity per word over rolling windows (lm-evaluation-harness word_perplexity)";

    /// <inheritdoc/>
    public override bool ScoresAreLogarithms => true;

    /// <inheritdoc/>
    protected override string Weight => MeasureNames.Words;

    /// <inheritdoc/>
    protected override double Transform(double ratio) => Math.Exp(-ratio);
}
