using System.Globalization;
using System.Text.RegularExpressions;
using Eval.Core.Metrics;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// Equality as numbers: the last number of the answer (or what <c>extract</c> finds) against the reference, within a tolerance. Thousands may be
/// grouped by commas; a currency sign before and a per-cent sign behind are passed over. 70000.00, 7e4 and $70,000 are one number.
/// </summary>
public sealed partial class NumericMatch : Scorer
{
    /// <inheritdoc/>
    public override string Name => "numeric_match";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } =
    [
        new ScoreMean("numeric_match", "share of answers whose last number equals the reference within the suite's tolerance"),
        new ExtractionRate("numeric_match"),
    ];

    /// <inheritdoc/>
    public override string Correct => Name;

    /// <inheritdoc/>
    public override bool Extracts => true;

    /// <inheritdoc/>
    public override object Read(ConfigMap options) => new Settings(
        options.OptionalPattern("extract") is { } pattern ? new AnswerPattern(pattern, TakeLast: true) : null,
        options.OptionalDouble("absolute", min: 0) ?? 1e-9,
        options.OptionalDouble("relative", min: 0, max: 1) ?? 1e-9);

    /// <summary>The last number in a text, or null.</summary>
    public static double? Last(string text)
    {
        double? last = null;
        foreach (Match match in Number().Matches(text))
        {
            var digits = match.Value.Replace(",", "", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal);
            if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            {
                last = value;
            }
        }

        return last;
    }

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var settings = (Settings)options!;
        var text = settings.Extract is { } extract ? extract.Find(input.Text) : input.Text;
        var value = text is null ? null : Last(text);
        return Scoring.Score.Of(Name, value is { } v && input.Texts.Any(r => Last(r) is { } right && Same(v, right, settings))) with
        {
            Reading = value?.ToString("R", CultureInfo.InvariantCulture),
            IsUnread = value is null,
        };
    }

    private static bool Same(double value, double right, Settings settings) =>
        Math.Abs(value - right) <= Math.Max(settings.Absolute, settings.Relative * Math.Abs(right));

    // Thousands in groups of three, or digits as they come; a hyphen after a letter or digit ("10-15", "covid-19") is no sign.
    [GeneratedRegex(@"(?:(?<![\p{L}0-9])-\$?)?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|(?<![0-9])\.[0-9]+)(?:[eE][+-]?[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private sealed record Settings(AnswerPattern? Extract, double Absolute, double Relative);
}
