using Eval.Core.Metrics;
using Eval.Core.Scoring.Overlap;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>F1 of one ROUGE type; of several references the one that scores best.</summary>
public sealed class RougeF1 : Scorer
{
    private readonly Func<string, string, bool, OverlapScore> _score;

    private RougeF1(string name, string description, Func<string, string, bool, OverlapScore> score)
    {
        Name = name;
        _score = score;
        Metrics = [new ScoreMean(name, description)];
    }

    /// <summary>Single words.</summary>
    public static RougeF1 One { get; } = new(
        "rouge_1_f1", "mean F1 of single words (rouge_score rouge1; stemmed only where the suite says so)", (p, r, stem) => Rouge.N(Rouge.Tokens(p, stem), Rouge.Tokens(r, stem), 1));

    /// <summary>Pairs of words.</summary>
    public static RougeF1 Two { get; } = new(
        "rouge_2_f1", "mean F1 of word pairs (rouge_score rouge2; stemmed only where the suite says so)", (p, r, stem) => Rouge.N(Rouge.Tokens(p, stem), Rouge.Tokens(r, stem), 2));

    /// <summary>Longest common subsequence.</summary>
    public static RougeF1 L { get; } = new(
        "rouge_l_f1", "mean F1 by the longest common subsequence (rouge_score rougeL; stemmed only where the suite says so)",
        (p, r, stem) => Rouge.L(Rouge.Tokens(p, stem), Rouge.Tokens(r, stem)));

    /// <summary>Longest common subsequences, line by line.</summary>
    public static RougeF1 Lsum { get; } = new(
        "rouge_lsum_f1", "mean F1 by longest common subsequences line by line (rouge_score rougeLsum; stemmed only where the suite says so)",
        (p, r, stem) => Rouge.Lsum(Rouge.Lines(p, stem), Rouge.Lines(r, stem)));

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<IMetric> Metrics { get; }

    /// <inheritdoc/>
    public override object Read(ConfigMap options) => options.OptionalBool("stem") ?? false;

    /// <summary>The best score over some references, and the index of the first reference that gives it.</summary>
    public (OverlapScore Score, int Reference) Best(string text, IReadOnlyList<string> references, bool stem)
    {
        var best = (Score: default(OverlapScore), Reference: -1);
        for (var i = 0; i < references.Count; i++)
        {
            var score = _score(text, references[i], stem);
            if (best.Reference < 0 || score.F1 > best.Score.F1)
            {
                best = (score, i);
            }
        }

        return best;
    }

    /// <inheritdoc/>
    protected override Score Score(ScoringInput input, object? options) => Scoring.Score.Of(Name, Best(input.Text, [.. input.Texts], (bool)options!).Score.F1);
}
