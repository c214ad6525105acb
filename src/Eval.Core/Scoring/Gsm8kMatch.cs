using System.Text.RegularExpressions;
using Eval.Core.Metrics;

namespace Eval.Core.Scoring;

/// <summary>
/// The two filters of lm-evaluation-harness' gsm8k (version 3), letter by letter (research/benchmark-harnesses.md 2.8, with the table of replies
/// that was verified against the program).
/// </summary>
public sealed partial class Gsm8kMatch : Scorer
{
    private readonly ExactMatch.Settings _settings;

    private Gsm8kMatch(string name, string description, AnswerPattern extract)
    {
        Name = name;
        Metrics = [new ScoreMean(name, description), new ExtractionRate(name)];
        _settings = new ExactMatch.Settings(
            extract, new TextEquality { Ignore = [Commas(), Dollars(), Solution(), FinalPeriod()], IgnoreCase = true });
    }

    /// <summary>The number after the first <c>####</c>.</summary>
    public static Gsm8kMatch Strict { get; } = new(
        "exact_match_gsm8k_strict", "share right by the number after \"####\" (lm-evaluation-harness gsm8k, strict-match)", new AnswerPattern(Marked()));

    /// <summary>The last number, wherever it stands.</summary>
    public static Gsm8kMatch Flexible { get; } = new(
        "exact_match_gsm8k_flexible", "share right by the last number in the answer (lm-evaluation-harness gsm8k, flexible-extract)",
        new AnswerPattern(Number(), TakeLast: true));

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; }

    /// <inheritdoc/>
    public override string Correct => Name;

    /// <inheritdoc/>
    public override bool Extracts => true;

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options) => ExactMatch.Score(Name, input, _settings);

    [GeneratedRegex(@"#### (\-?[0-9\.\,]+)")]
    private static partial Regex Marked();

    [GeneratedRegex(@"(-?[$0-9.,]{2,})|(-?[0-9]+)")]
    private static partial Regex Number();

    [GeneratedRegex(",")]
    private static partial Regex Commas();

    [GeneratedRegex(@"\$")]
    private static partial Regex Dollars();

    [GeneratedRegex("(?s).*#### ")]
    private static partial Regex Solution();

    [GeneratedRegex(@"\.$")]
    private static partial Regex FinalPeriod();
}
