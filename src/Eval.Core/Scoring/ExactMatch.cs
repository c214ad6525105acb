using Eval.Core.Metrics;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// Equality with a reference after declared normalisations, on the whole answer or on what a pattern finds in it (lm-evaluation-harness
/// exact_match with a regex filter).
/// </summary>
public sealed class ExactMatch : Scorer
{
    private static readonly Dictionary<string, bool> Takes = new(StringComparer.Ordinal) { ["first"] = false, ["last"] = true };

    /// <inheritdoc/>
    public override string Name => "exact_match";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } =
    [
        new ScoreMean("exact_match", "share of answers equal to a reference after the suite's normalisations (lm-evaluation-harness exact_match)"),
        new ExtractionRate("exact_match"),
    ];

    /// <inheritdoc/>
    public override string Correct => Name;

    /// <inheritdoc/>
    public override bool Extracts => true;

    /// <inheritdoc/>
    public override object Read(ConfigMap options)
    {
        var take = options.OptionalWord("take", Takes);
        if (take is not null && !options.Has("extract"))
        {
            options.Report("take", "\"take\" goes with \"extract\": which of its matches counts");
        }

        return new Settings(
            options.OptionalPattern("extract") is { } pattern ? new AnswerPattern(pattern, take ?? false) : null,
            new TextEquality
            {
                Ignore = options.OptionalPatterns("ignore"),
                IgnoreCase = options.OptionalBool("ignoreCase") ?? false,
                IgnorePunctuation = options.OptionalBool("ignorePunctuation") ?? false,
                Trim = options.OptionalBool("trim") ?? true,
            });
    }

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options) => Score(Name, input, (Settings)options!);

    /// <summary>The score under a name.</summary>
    internal static Score Score(string name, ScoringInput input, Settings settings)
    {
        var found = settings.Extract is { } extract ? extract.Find(input.Text) : input.Text.Length > 0 ? input.Text : null;
        return Scoring.Score.Of(name, found is not null && settings.Equality.Matches(found, input.Texts)) with
        {
            Reading = found is null ? null : settings.Equality.Normalize(found),
            IsUnread = found is null,
        };
    }

    /// <summary>How the answer is found and compared.</summary>
    /// <param name="Extract">What finds it; null takes the whole text.</param>
    /// <param name="Equality">When it is right.</param>
    internal sealed record Settings(AnswerPattern? Extract, TextEquality Equality);
}
