namespace Eval.Core.Judging;

/// <summary>What one judge said about one task.</summary>
public sealed record JudgeVerdict
{
    /// <summary>How it ended. Only <see cref="VerdictState.Scored"/> has a score.</summary>
    public required VerdictState State { get; init; }

    /// <summary>
    /// The score, on the rubric's scale (criteria weighted); of pairwise methods: 1 where ours won, ½ for a tie, 0 where it lost; of a checklist:
    /// the share of items met; of a likelihood: nats per token. Null where there is none.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>The score of each criterion, by name; empty where there are none.</summary>
    public IReadOnlyDictionary<string, double> Criteria { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The judge's words before its verdict, or null.</summary>
    public string? Feedback { get; init; }

    /// <summary>Everything that the judge wrote, call by call.</summary>
    public IReadOnlyList<JudgeReply> Replies { get; init; } = [];

    /// <summary>Probability that fell outside the scale, of methods that read probabilities; else null.</summary>
    public double? LostMass { get; init; }

    /// <summary>Of pairwise methods: how the orders ended; else null.</summary>
    public PairwiseOutcome? Pair { get; init; }

    /// <summary>Why there is no score, or a remark on one (settled without a call …), or null.</summary>
    public string? Reason { get; init; }

    /// <summary>A verdict without a score.</summary>
    public static JudgeVerdict Without(VerdictState state, string reason) => new() { State = state, Reason = reason };
}

/// <summary>One reply of a judge.</summary>
/// <param name="Prompt">What it was sent, as text.</param>
/// <param name="Text">What it wrote.</param>
/// <param name="Problem">Why no verdict could be read from it, or null.</param>
/// <param name="Order">For two answers: <c>ours-first</c> or <c>ours-second</c>; else null.</param>
public sealed record JudgeReply(string Prompt, string Text, string? Problem = null, string? Order = null)
{
    /// <summary>Time in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>Cost in micro-dollars, or null where no price is known.</summary>
    public long? CostMicroUsd { get; init; }

    /// <summary>True where it came from the cache.</summary>
    public bool Cached { get; init; }

    /// <summary>Tokens read, as billed.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens written, as billed.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Id of the candidate that judged; the third call of a pair may have another one than the others.</summary>
    public string JudgeId { get; init; } = "";
}

/// <summary>How a verdict ended.</summary>
public enum VerdictState
{
    /// <summary>There is a score.</summary>
    Scored,

    /// <summary>No verdict could be read from any reply.</summary>
    Unparsed,

    /// <summary>The judge refused to judge.</summary>
    Refused,

    /// <summary>Too much probability lay outside the scale.</summary>
    LostMass,

    /// <summary>The judge could not be asked, or did not answer in time.</summary>
    Failed,
}

/// <summary>How a comparison of two answers ended, in each order that was asked.</summary>
/// <param name="OursFirst">Strength for ours where ours was shown first: 2 much better, 1, 0 tie, −1, −2; null where not asked or not read.</param>
/// <param name="OursSecond">The same where ours was shown second.</param>
/// <param name="Third">The same by the third call of a policy that has one, or null.</param>
/// <param name="IsDisagreement">
/// True where the two orders did not name the same side (a win in one and a tie in the other included): the judge was not consistent, which is
/// another thing than a tie.
/// </param>
public sealed record PairwiseOutcome(int? OursFirst, int? OursSecond, int? Third = null, bool IsDisagreement = false)
{
    /// <summary>True where the judge, or what settled it without one, found in each order asked that neither answer is any good: no tie of two usable ones.</summary>
    public bool IsBothBad => (BadFirst || BadSecond) && (OursFirst is null || BadFirst) && (OursSecond is null || BadSecond) && Third is null;

    /// <summary>True where ours was shown first and neither answer was found any good; its strength is 0.</summary>
    public bool BadFirst { get; init; }

    /// <summary>The same where ours was shown second.</summary>
    public bool BadSecond { get; init; }
}
