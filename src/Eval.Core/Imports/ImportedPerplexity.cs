using Eval.Core.Metrics;

namespace Eval.Core.Imports;

/// <summary>
/// The perplexities of lm-evaluation-harness' rolling tasks, computed from the log-likelihood and the length of each document that it logs: ratios of
/// sums over all documents, as the tool has them (research/benchmark-harnesses.md 2.2), never means of the documents' own values.
/// </summary>
internal sealed class ImportedPerplexity : CorpusRatioMetric
{
    private static readonly ImportedPerplexity[] All =
    [
        new("word_perplexity", MeasureNames.Words, isBits: false),
        new("byte_perplexity", MeasureNames.Bytes, isBits: false),
        new("bits_per_byte", MeasureNames.Bytes, isBits: true),
    ];

    private readonly bool _isBits;

    private ImportedPerplexity(string name, string weight, bool isBits) => (Id, Weight, _isBits) = (ImportedMetric.IdOf(ImportTools.LmEval, name), weight, isBits);

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Description => $"{Id[(Id.IndexOf(':') + 1)..]} of lm-evaluation-harness, from its documents' log-likelihoods and {Weight}";

    /// <inheritdoc/>
    public override bool ScoresAreLogarithms => !_isBits;

    /// <inheritdoc/>
    protected override string Weight { get; }

    /// <summary>The metric of an id, or null.</summary>
    public static ImportedPerplexity? Find(string id) => Array.Find(All, m => m.Id == id);

    /// <inheritdoc/>
    protected override double Transform(double ratio) => _isBits ? -ratio / Math.Log(2) : Math.Exp(-ratio);
}
