using Eval.Core.Metrics;

namespace Eval.Core.Imports;

/// <summary>
/// A metric of another tool: the mean of the scores that it gave to samples, under the tool's own name behind the tool's prefix
/// (<c>promptfoo:score</c>), so that it never shares a column with a metric of this program. How it is shown follows from its name: see
/// <see cref="ImportedMetricTraits"/>.
/// </summary>
public sealed class ImportedMetric : SampleMeanMetric
{
    private const string LowerIsBetter = ":lower";

    private readonly ImportedMetricTraits _traits;

    private ImportedMetric(string id, ImportedMetricTraits traits) => (Id, _traits) = (id, traits);

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Description => $"{Id[(Id.IndexOf(':') + 1)..]} as {Id[..Id.IndexOf(':')]} scored it, averaged over the samples";

    /// <inheritdoc/>
    public override bool HigherIsBetter => !_traits.LowerIsBetter;

    /// <inheritdoc/>
    public override MetricFormat Format => _traits.IsShare ? MetricFormat.Share : MetricFormat.Number;

    /// <inheritdoc/>
    public override double Smallest => _traits.IsShare ? 0 : double.NegativeInfinity;

    /// <inheritdoc/>
    public override double Largest => _traits.IsShare ? 1 : double.PositiveInfinity;

    // The tool has given its score to refusals and cut answers itself.
    /// <inheritdoc/>
    public override bool CountsFailedAnswers => false;

    /// <summary>The id of a tool's metric.</summary>
    /// <param name="tool">The tool; see <see cref="ImportTools"/>.</param>
    /// <param name="name">The metric as the tool names it.</param>
    /// <param name="higherIsBetter">What the tool says of it, or null where it says nothing. The id tells it where the name does not.</param>
    public static string IdOf(string tool, string name, bool? higherIsBetter = null)
    {
        var clean = string.Concat(name.Select(c => char.IsControl(c) || c == ':' ? '_' : c));
        var id = $"{tool}:{clean}";
        return higherIsBetter == false && !ImportedMetricTraits.Of(tool, clean).LowerIsBetter ? id + LowerIsBetter : id;
    }

    /// <summary>The metric of an id such as <c>lm-eval:acc_norm</c>, or null where the id is not that of a tool's metric.</summary>
    public static ImportedMetric? Find(string id)
    {
        var colon = id.IndexOf(':');
        if (colon <= 0 || colon == id.Length - 1 || !ImportTools.Foreign.Contains(id[..colon]))
        {
            return null;
        }

        var name = id[(colon + 1)..];
        return name.EndsWith(LowerIsBetter, StringComparison.Ordinal)
            ? new ImportedMetric(id, ImportedMetricTraits.Of(id[..colon], name[..^LowerIsBetter.Length]) with { LowerIsBetter = true })
            : new ImportedMetric(id, ImportedMetricTraits.Of(id[..colon], name));
    }
}
