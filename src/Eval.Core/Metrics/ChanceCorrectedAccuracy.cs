using Eval.Core.Running;

namespace Eval.Core.Metrics;

/// <summary>
/// (accuracy − chance) / (1 − chance): 0 for guessing, 1 for all right, below 0 for worse than guessing. Chance is the mean share of right choices,
/// so that samples may differ in their number of choices.
/// </summary>
public sealed class ChanceCorrectedAccuracy : SumsMetric
{
    /// <inheritdoc/>
    public override string Id => "acc_chance_corrected";

    /// <inheritdoc/>
    public override string Description => "accuracy above guessing: (acc − chance) / (1 − chance), 0 for guessing, 1 for all right";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => ["acc", MeasureNames.Chance];

    /// <inheritdoc/>
    protected override int Dimensions => 3;

    /// <inheritdoc/>
    protected override bool TryRead(SampleResult sample, Span<double> numbers)
    {
        numbers[2] = 1;
        return base.TryRead(sample, numbers[..2]);
    }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<double> sums) => (sums[0] - sums[1]) / (sums[2] - sums[1]);
}
