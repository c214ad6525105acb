using Eval.Core.Imports.Foreign;
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
    private const string BeyondOne = ":number";

    // Scores that single assertions of promptfoo have a name for.
    private const string Named = ImportTools.Promptfoo + ":named/";

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
    public override bool ScoresSomeSamples => Id.StartsWith(Named, StringComparison.Ordinal);

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
        var clean = string.Concat(ForeignSecrets.Text(name).Select(c => char.IsControl(c) || c == ':' ? '_' : c));
        var id = $"{tool}:{clean}";
        return higherIsBetter == false && !ImportedMetricTraits.Of(tool, clean).LowerIsBetter ? id + LowerIsBetter : id;
    }

    /// <summary>
    /// The id of a metric that has a value. What is called like a share and goes below 0 or beyond 1 is none: it becomes a plain number, and the id tells
    /// it, so that it is never shown in per cent nor shares a column with the share.
    /// </summary>
    /// <param name="id">An id as of <see cref="IdOf"/>.</param>
    /// <param name="value">A value, or a sample's score; null changes nothing.</param>
    public static string Fitting(string id, double? value)
    {
        if (value is not (< 0 or > 1) || Find(id) is not { Format: MetricFormat.Share })
        {
            return id;
        }

        return id.EndsWith(LowerIsBetter, StringComparison.Ordinal) ? id[..^LowerIsBetter.Length] + BeyondOne + LowerIsBetter : id + BeyondOne;
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
        var isLower = name.EndsWith(LowerIsBetter, StringComparison.Ordinal);
        name = isLower ? name[..^LowerIsBetter.Length] : name;
        var isNumber = name.EndsWith(BeyondOne, StringComparison.Ordinal);
        var traits = ImportedMetricTraits.Of(id[..colon], isNumber ? name[..^BeyondOne.Length] : name);
        return new ImportedMetric(id, new ImportedMetricTraits(traits.IsShare && !isNumber, traits.LowerIsBetter || isLower));
    }
}
