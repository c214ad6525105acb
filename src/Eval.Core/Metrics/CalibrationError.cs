using Eval.Core.Running;

namespace Eval.Core.Metrics;

/// <summary>
/// Expected calibration error of multiple choice: Σ over ten equal bins of confidence of (share of samples) · |accuracy − mean confidence|, with the
/// probability of the chosen answer as confidence (Guo et al. 2017). Small samples make it too large; its interval does not undo that.
/// </summary>
public sealed class CalibrationError : SumsMetric
{
    /// <summary>Bins of equal width.</summary>
    public const int Bins = 10;

    /// <inheritdoc/>
    public override string Id => "ece";

    /// <inheritdoc/>
    public override string Description => "expected calibration error, ten equal bins, 0 best to 1 (Guo et al. 2017)";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => [MeasureNames.Confidence, "acc"];

    /// <inheritdoc/>
    protected override int Dimensions => Bins + 1;

    /// <inheritdoc/>
    protected override bool TryRead(SampleResult sample, Span<double> numbers)
    {
        if (!sample.Measures.TryGetValue(MeasureNames.Confidence, out var confidence) || !sample.Measures.TryGetValue("acc", out var right))
        {
            return false;
        }

        // Σ (accuracy − confidence) of a bin is all that its term needs: |Σ| / n.
        numbers.Clear();
        var bin = Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
        numbers[bin] = right - confidence;
        numbers[^1] = 1;
        return true;
    }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> sums)
    {
        var error = 0.0;
        foreach (var gap in sums[..Bins])
        {
            error += Math.Abs(gap);
        }

        return error / sums[^1];
    }
}
