namespace Eval.Core.Scoring;

/// <summary>A scorer as a suite uses it.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Options">What it read from the suite's options.</param>
public sealed record ScorerUse(IScorer Scorer, object? Options);
