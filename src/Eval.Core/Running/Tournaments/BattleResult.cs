using Eval.Core.Ratings;
using Eval.Core.Ratings.Style;

namespace Eval.Core.Running.Tournaments;

/// <summary>A battle of a tournament, played or still to be played.</summary>
public sealed record BattleResult
{
    /// <summary>What was planned.</summary>
    public required PlannedBattle Plan { get; init; }

    /// <summary>How it ended; null while it is still to be played. Only a scored one has games.</summary>
    public SampleOutcome? Outcome { get; init; }

    /// <summary>Why it has no games, or a remark (settled without a call …), or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What each judge said in each order that stands by itself; one for a scorer. Together they weigh as one battle.</summary>
    public IReadOnlyList<BattleGame> Games { get; init; } = [];

    /// <summary>Canaries that the judges were tested with beside this battle, and those they saw through; null beside most.</summary>
    public CanaryCounts? Canaries { get; init; }

    /// <summary>Length and markup of both answers, A's first; null where an answer is missing.</summary>
    public (AnswerStyle A, AnswerStyle B)? Styles { get; init; }

    /// <summary>Slice values by field name, those of the prompt.</summary>
    public IReadOnlyDictionary<string, string> Slices { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The group of dependent battles: the suite's cluster of the prompt, or else the prompt.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>What judges said, as a JSON object, or null.</summary>
    public string? DetailJson { get; init; }

    /// <summary>Tokens that judges read.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens that judges wrote.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Time of the judges' calls in milliseconds, all together.</summary>
    public double DurationMs { get; init; }

    /// <summary>True where all replies came from the cache.</summary>
    public bool Cached { get; init; }

    /// <summary>Cost of the judges' calls in micro-dollars, or null where no price is known.</summary>
    public long? CostMicroUsd { get; init; }

    /// <summary>Mean score of candidate A over the games, from 0 to 1; null without games.</summary>
    public double? Score => Games.Count == 0 ? null : Games.Average(g => g.Score);
}

/// <summary>One verdict on a battle.</summary>
/// <param name="Judge">Who gave it: a judge's id, <c>scorer:METRIC</c>, or a rater's id.</param>
/// <param name="Outcome">For candidate A and B of the battle, whichever was shown first.</param>
public sealed record BattleGame(string Judge, BattleOutcome Outcome)
{
    /// <summary>True where candidate A's answer was shown first, false where B's was; null where no order counts (both were asked and joined, a scorer).</summary>
    public bool? AFirst { get; init; }

    /// <summary>How much better the winner is: 2 much, 1 better, 0 for ties. Ratings do not look at it.</summary>
    public int Strength { get; init; }

    /// <summary>True where the judge contradicted itself when the answers were swapped: stored as a tie, and another thing than one.</summary>
    public bool IsDisagreement { get; init; }

    /// <summary>1 where A won, 0 where B did, else ½.</summary>
    public double Score => Outcome switch
    {
        BattleOutcome.AWins => 1,
        BattleOutcome.BWins => 0,
        _ => 0.5,
    };
}

/// <summary>Planted bad answers that judges were shown.</summary>
/// <param name="Asked">Shown.</param>
/// <param name="Caught">Seen through.</param>
public readonly record struct CanaryCounts(int Asked, int Caught);
