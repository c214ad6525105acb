namespace Eval.Core.Judging.Rubrics;

/// <summary>Whole numbers from the worst to the best, or labels that stand for them.</summary>
/// <param name="Min">The worst score.</param>
/// <param name="Max">The best score, above <paramref name="Min"/>.</param>
/// <param name="Labels">Words in place of numbers, worst first, one for each score; null for numbers.</param>
/// <param name="PassFrom">The least score that passes; null where nothing is passed or failed.</param>
public sealed record RubricScale(int Min, int Max, IReadOnlyList<string>? Labels = null, int? PassFrom = null)
{
    /// <summary>Number of scores.</summary>
    public int Count => Max - Min + 1;

    /// <summary>All scores, worst first.</summary>
    public IEnumerable<int> Scores => Enumerable.Range(Min, Count);

    /// <summary>A score as the judge writes it: its label, or its number.</summary>
    public string WordOf(int score) => Labels is { } labels ? labels[score - Min] : score.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>True where a score lies on the scale.</summary>
    public bool Holds(double score) => score >= Min && score <= Max;
}
