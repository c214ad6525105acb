namespace Eval.Core.Metrics;

/// <summary>−ΣLL / (Σbytes · ln 2); bytes of the original text in UTF-8 (research/benchmark-harnesses.md 2.2).</summary>
public sealed class BitsPerByte : CorpusRatioMetric
{
    /// <inheritdoc/>
    public override string Id => "bits_per_byte";

    /// <inheritdoc/>
    public override string Description => "bits per UTF-8 byte over rolling windows (lm-evaluation-harness); comparable across tokenizers";

    /// <inheritdoc/>
    protected override string Weight => MeasureNames.Bytes;

    /// <inheritdoc/>
    protected override double Transform(double ratio) => -ratio / Math.Log(2);
}
