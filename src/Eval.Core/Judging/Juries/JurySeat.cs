namespace Eval.Core.Judging.Juries;

/// <summary>A judge in a jury.</summary>
/// <param name="Judge">The candidate's id.</param>
/// <param name="Call">The open model, and how it is asked.</param>
public sealed record JurySeat(string Judge, JudgeCall Call);

/// <summary>What one judge of a jury said.</summary>
/// <param name="Judge">The candidate's id.</param>
/// <param name="Verdict">What it said.</param>
public sealed record SeatVerdict(string Judge, JudgeVerdict Verdict);
