namespace Eval.Core.Metrics;

/// <summary>TruthfulQA MC1: argmax over the first true answer and all false ones (Lin, Hilton and Evans 2022).</summary>
public sealed class TruthfulMc1 : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => "mc1";

    /// <inheritdoc/>
    public override string Description => "share where the first true answer is more probable than every false one (TruthfulQA MC1)";
}
