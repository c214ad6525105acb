using Eval.Core.Metrics;
using Eval.Core.Scoring.Overlap;

namespace Eval.Core.Scoring;

/// <summary>Exact match and F1 over words as SQuAD's scripts compute them; the best of several references, separately for each measure.</summary>
public sealed class SquadMatch : Scorer
{
    private readonly bool _mayAbstain;
    private readonly string _exact;

    private SquadMatch(string name, string exact, string script, bool mayAbstain)
    {
        (Name, _exact, _mayAbstain) = (name, exact, mayAbstain);
        Metrics =
        [
            new ScoreMean(name, $"mean F1 over words after normalisation ({script})"),
            new ScoreMean(exact, $"share of answers equal to a reference after normalisation ({script})"),
        ];
    }

    /// <summary>Version 1.1: every question has an answer.</summary>
    public static SquadMatch V1 { get; } = new("f1_squad", "exact_match_squad", "SQuAD 1.1", mayAbstain: false);

    /// <summary>Version 2.0: a question may have none, and an empty answer is then right.</summary>
    public static SquadMatch V2 { get; } = new("f1_squad2", "exact_match_squad2", "SQuAD 2.0", mayAbstain: true);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; }

    /// <inheritdoc/>
    public override string Correct => _exact;

    /// <inheritdoc/>
    public override bool NeedsReference => !_mayAbstain;

    /// <summary>Both measures of one question.</summary>
    public (double Exact, double F1) Measure(string text, IEnumerable<string> references)
    {
        var answers = _mayAbstain ? Squad.Answers(references) : references.ToList();
        return (answers.Max(r => Squad.Exact(text, r)), answers.Max(r => _mayAbstain ? Squad.F1WithAbstention(text, r) : Squad.F1(text, r)));
    }

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options)
    {
        var (exact, f1) = Measure(input.Text, input.Texts);
        return new Score(new Dictionary<string, double>(StringComparer.Ordinal) { [Name] = f1, [_exact] = exact });
    }
}
