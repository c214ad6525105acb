using System.Text.RegularExpressions;
using Eval.Core.Metrics;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>Whether a regular expression of the suite finds something in the answer.</summary>
public sealed class RegexMatch : Scorer
{
    /// <inheritdoc/>
    public override string Name => "regex_match";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } = [new ScoreMean("regex_match", "share of answers in which the suite's regular expression matches")];

    /// <inheritdoc/>
    public override string Correct => Name;

    /// <inheritdoc/>
    public override bool NeedsReference => false;

    /// <inheritdoc/>
    public override object? Read(ConfigMap options)
    {
        if (!options.Has("pattern"))
        {
            options.Report(options.At, "regex_match needs a \"pattern\": scoring: { regex_match: { pattern: … } }");
        }

        return options.OptionalPattern("pattern", options.OptionalBool("ignoreCase") == true ? RegexOptions.IgnoreCase : RegexOptions.None);
    }

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options) => Scoring.Score.Of(Name, input.Text.Length > 0 && ((Regex)options!).IsMatch(input.Text));
}
