namespace Eval.Core.Metrics;

/// <summary>
/// Share of answers in which a scorer found what it looks for. A score says little without it: a low one may mean wrong answers or another
/// form of answer. It always stands beside its score.
/// </summary>
/// <param name="scorer">Name of the scorer.</param>
public sealed class ExtractionRate(string scorer) : SampleMeanMetric
{
    /// <inheritdoc/>
    public override string Id => IdOf(scorer);

    /// <inheritdoc/>
    public override string Description => $"share of answers in which {scorer} could read an answer, right or wrong";

    /// <summary>The id of a scorer's extraction rate.</summary>
    public static string IdOf(string scorer) => scorer + "_extracted";
}
