using Eval.Core.Metrics;
using Eval.Core.Scoring.Overlap;

namespace Eval.Core.Scoring;

/// <summary>Counts for corpus BLEU (tokenizer 13a).</summary>
public sealed class BleuCorpus : Scorer
{
    private static readonly string[] Names =
    [
        .. Enumerable.Range(1, Bleu.Orders).Select(n => $"bleu_matches{n}"), .. Enumerable.Range(1, Bleu.Orders).Select(n => $"bleu_total{n}"),
        "bleu_hypothesis", "bleu_reference",
    ];

    /// <inheritdoc/>
    public override string Name => "bleu_corpus_13a";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } = [new Metric()];

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var sums = Bleu.Measure(input.Text, input.Texts);
        double[] numbers = [.. sums.Matches, .. sums.Totals, sums.HypothesisLength, sums.ReferenceLength];
        return new Score(Names.Zip(numbers).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
    }

    private sealed class Metric : SumsMetric
    {
        public override string Id => "bleu_corpus_13a";

        public override string Description => "corpus BLEU, 0 to 100, tokenizer 13a, exponential smoothing (sacrebleu's default)";

        public override IReadOnlyList<string> Measures => Names;

        protected override double Value(ReadOnlySpan<double> sums) => Bleu.Score(new BleuSums(
            sums[..Bleu.Orders].ToArray(), sums[Bleu.Orders..(2 * Bleu.Orders)].ToArray(), sums[^2], sums[^1])).Value;
    }
}
