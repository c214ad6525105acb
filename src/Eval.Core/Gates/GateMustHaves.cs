namespace Eval.Core.Gates;

/// <summary>What a candidate must fulfil by itself.</summary>
public sealed record GateMustHaves
{
    /// <summary>Facts of the candidate and the values that are accepted; letter case does not count.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Facts { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The least context length in tokens, or null.</summary>
    public int? ContextLength { get; init; }

    /// <summary>
    /// Guarded suite to the worst score tolerated, absolute, in the metric's unit (the greatest where less is better). The one-sided limit of
    /// the candidate's own score must be on the right side, not only the score.
    /// </summary>
    public IReadOnlyDictionary<string, double> Floors { get; init; } = new Dictionary<string, double>();
}
