using Eval.Core.Metrics;
using Eval.Core.Scoring.Overlap;

namespace Eval.Core.Scoring;

/// <summary>Counts for corpus chrF2 and chrF2++.</summary>
public sealed class ChrfCorpus : Scorer
{
    private readonly ChrfOptions _options;
    private readonly string[] _names;

    private ChrfCorpus(string name, string description, bool words)
    {
        Name = name;
        _options = new ChrfOptions(words);
        string[] orders =
        [
            .. Enumerable.Range(1, Chrf.CharacterOrders).Select(n => $"c{n}"), .. words ? Enumerable.Range(1, Chrf.WordOrders).Select(n => $"w{n}") : [],
        ];
        _names = [.. orders.Select(o => name + "_hypothesis_" + o), .. orders.Select(o => name + "_reference_" + o), .. orders.Select(o => name + "_matches_" + o)];
        Metrics = [new Metric(name, description, _names, _options)];
    }

    /// <summary>Characters only.</summary>
    public static ChrfCorpus Characters { get; } = new("chrf2", "corpus chrF2, 0 to 100: F-score over runs of 1 to 6 characters (sacrebleu)", words: false);

    /// <summary>Characters and words.</summary>
    public static ChrfCorpus CharactersAndWords { get; } = new(
        "chrf2pp", "corpus chrF2++, 0 to 100: F-score over runs of characters and words (sacrebleu, word order 2)", words: true);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; }

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var sums = Chrf.Measure(input.Text, input.Texts, _options);
        double[] numbers = [.. sums.Hypothesis, .. sums.Reference, .. sums.Matches];
        return new Score(_names.Zip(numbers).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
    }

    private sealed class Metric(string id, string description, string[] names, ChrfOptions options) : SumsMetric
    {
        public override string Id => id;

        public override string Description => description;

        public override IReadOnlyList<string> Measures => names;

        protected override double Value(ReadOnlySpan<double> sums)
        {
            var n = sums.Length / 3;
            return Chrf.Score(new ChrfSums(sums[..n].ToArray(), sums[n..(2 * n)].ToArray(), sums[(2 * n)..].ToArray()), options);
        }
    }
}
