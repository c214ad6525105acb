using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Metrics;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// The letter of a choice, read from a free answer by the rules of <see cref="ChoiceLetter"/>; the reference is a letter, with or without
/// parentheses, or the text of a choice.
/// </summary>
public sealed class ChoiceMatch : Scorer
{
    private const string Metric = "acc_generated";

    /// <inheritdoc/>
    public override string Name => "choice_letter";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } = [new GeneratedAccuracy(), new ExtractionRate("choice_letter")];

    /// <inheritdoc/>
    public override string Correct => Metric;

    /// <inheritdoc/>
    public override bool Extracts => true;

    /// <inheritdoc/>
    public override object Read(ConfigMap options)
    {
        var text = options.OptionalString("choices") ?? "choices";
        if (!FieldPath.TryParse(text, out var path))
        {
            options.Report("choices", $"\"{text}\" is not a field", "write a.b for a field in a map and [Field name] for a name with spaces");
        }

        return new Settings(path, options.OptionalInt("count", min: 2, max: 26));
    }

    /// <inheritdoc/>
    public override void Check(object? options, Sample sample, SampleContext context)
    {
        if (((Settings)options!).Count is null && Choices((Settings)options, sample) is not { Count: > 1 and <= 26 })
        {
            throw new EvalConfigurationException(
                sample.Source, $"the field \"{((Settings)options).Field}\" is not a list of 2 to 26 choices, which choice_letter needs (sample {sample.Id})",
                "scoring: { choice_letter: { choices: FIELD } }, or { count: N } where the row has no list");
        }
    }

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var settings = (Settings)options!;
        var choices = settings.Count is { } count ? [.. Enumerable.Repeat("", count)] : Choices(settings, input.Sample) ?? [];
        var chosen = ChoiceLetter.Read(input.Text, choices);
        return Scoring.Score.Of(Metric, chosen is { } c && input.Texts.Any(r => IndexOf(r, choices) == c)) with
        {
            Reading = chosen is { } letter ? ((char)('A' + letter)).ToString() : null,
            IsUnread = chosen is null,
        };
    }

    private static int? IndexOf(string reference, IReadOnlyList<string> choices)
    {
        var letter = reference.Trim().TrimStart('(').TrimEnd(')', '.');
        if (letter.Length == 1 && char.IsAsciiLetter(letter[0]))
        {
            return char.ToUpperInvariant(letter[0]) - 'A';
        }

        for (var i = 0; i < choices.Count; i++)
        {
            if (string.Equals(choices[i], reference, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return null;
    }

    private static List<string>? Choices(Settings settings, Sample sample) =>
        settings.Field?.TryFind(sample.Fields, out var value) == true && value is JsonArray list ? [.. list.Select(item => FieldPath.TextOf(item) ?? "")] : null;

    private sealed record Settings(FieldPath? Field, int? Count);
}
