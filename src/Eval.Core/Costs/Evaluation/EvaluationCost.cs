using Eval.Core.Models;

namespace Eval.Core.Costs.Evaluation;

/// <summary>What an evaluation itself costs and takes: every sample of every candidate, several times, and a judge for each answer.</summary>
public sealed record EvaluationCost
{
    /// <summary>Samples.</summary>
    public required long Samples { get; init; }

    /// <summary>Candidates of the same price. Default 1.</summary>
    public int Candidates { get; init; } = 1;

    /// <summary>Times that each sample is asked. Default 1.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>What a call of a candidate uses.</summary>
    public required CallUsage Call { get; init; }

    /// <summary>What a candidate costs.</summary>
    public required PriceSpec Price { get; init; }

    /// <summary>What judging an answer uses, or null without a judge.</summary>
    public CallUsage? JudgeCall { get; init; }

    /// <summary>What the judge costs, or null without one.</summary>
    public PriceSpec? JudgePrice { get; init; }

    /// <summary>Limits of a candidate's provider.</summary>
    public RateCapacity Limits { get; init; }

    /// <summary>Calls of candidates.</summary>
    public long Requests => Samples * Candidates * Repeats;

    /// <summary>What the candidates cost, or null where unknown.</summary>
    public Money? OfCandidates => CallPrice.Of(Price, Call) * Requests;

    /// <summary>What the judge costs: nothing without one, null where unknown.</summary>
    public Money? OfJudge => JudgeCall is not { } call ? Money.Zero : JudgePrice is null ? null : CallPrice.Of(JudgePrice, call) * Requests;

    /// <summary>Everything together, or null where a part is unknown.</summary>
    public Money? Total => OfCandidates is { } candidates && OfJudge is { } judge ? candidates + judge : null;

    /// <summary>The least time that the rate limits let the candidates' calls take; zero without limits.</summary>
    public TimeSpan LeastTime => Limits.LeastTime(Requests, Requests * Call.TotalTokens);
}
