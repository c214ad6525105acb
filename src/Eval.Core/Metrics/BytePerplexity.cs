namespace Eval.Core.Metrics;

/// <summary>exp(−ΣLL / Σbytes); bytes of the original text in UTF-8 (research/benchmark-harnesses.md 2.2).</summary>
public sealed class BytePerplexity : CorpusRatioMetric
{
    /// <inheritdoc/>
    public override string Id => "ppl_byte_rolling";

    /// <inheritdoc/>
    public override string Description => "perplexity per UTF-8 byte over rolling windows (lm-evaluation-harness byte_perplexity)";

    /// <inheritdoc/>
    public override bool ScoresAreLogarithms => true;

    /// <inheritdoc/>
    protected override string Weight => MeasureNames.Bytes;

    /// <inheritdoc/>
    protected override double Transform(double ratio) => Math.Exp(-ratio);
}
