using Eval.Core.Metrics;
using Eval.Core.Scoring.Overlap;

namespace Eval.Core.Scoring;

/// <summary>F1 and exact match of DROP. A reference is a text, a list of spans, or the data's own record with number, date and spans.</summary>
public sealed class DropMatch : Scorer
{
    private const string Exact = "exact_match_drop";

    /// <inheritdoc/>
    public override string Name => "f1_drop";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } =
    [
        new ScoreMean("f1_drop", "mean F1 over sets of words, numbers by value, rounded to two decimals (lm-evaluation-harness drop)"),
        new ScoreMean(Exact, "share of answers equal to a reference, numbers by value (lm-evaluation-harness drop)"),
    ];

    /// <inheritdoc/>
    public override string Correct => Exact;

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var (exact, f1) = Drop.Best([input.Text], input.References.Select(r => Drop.Spans(r.Value)));
        return new Score(new Dictionary<string, double>(StringComparer.Ordinal) { [Name] = f1, [Exact] = exact });
    }
}
