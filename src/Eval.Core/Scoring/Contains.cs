using Eval.Core.Metrics;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>Whether the answer holds a reference (any of them, or all), as a whole word or at its very start where asked.</summary>
public sealed class Contains : Scorer
{
    /// <inheritdoc/>
    public override string Name => "contains";

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; } = [new ScoreMean("contains", "share of answers that contain a reference")];

    /// <inheritdoc/>
    public override string Correct => Name;

    /// <inheritdoc/>
    public override object Read(ConfigMap options) => new Settings(
        options.OptionalBool("ignoreCase") ?? true, options.OptionalBool("all") ?? false, options.OptionalBool("wholeWord") ?? false,
        options.OptionalBool("atStart") ?? false);

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var settings = (Settings)options!;
        var texts = input.Texts.Where(t => t.Length > 0).ToList();
        return Scoring.Score.Of(Name, texts.Count > 0 && (settings.All ? texts.TrueForAll(Found) : texts.Exists(Found)));

        bool Found(string text)
        {
            var comparison = settings.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            for (var at = input.Text.IndexOf(text, comparison); at >= 0 && (at == 0 || !settings.AtStart); at = input.Text.IndexOf(text, at + 1, comparison))
            {
                if (!settings.WholeWord || (!IsWord(at - 1) && !IsWord(at + text.Length)))
                {
                    return true;
                }
            }

            return false;
        }

        bool IsWord(int index) => index >= 0 && index < input.Text.Length && char.IsLetterOrDigit(input.Text[index]);
    }

    private sealed record Settings(bool IgnoreCase, bool All, bool WholeWord, bool AtStart);
}
