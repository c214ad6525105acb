using Eval.Core.Gates;

namespace Eval.Service.Gating;

/// <summary>What the self-check of a gate found.</summary>
/// <param name="Baseline">Whose scores it was made from.</param>
/// <param name="Results">One result for each suite that could be checked.</param>
/// <param name="Missing">Suites that could not be checked, with the reason.</param>
public sealed record SelfCheckOutcome(string Baseline, IReadOnlyList<SelfCheckResult> Results, IReadOnlyList<string> Missing);
