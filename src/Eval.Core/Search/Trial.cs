using System.Collections.Immutable;
using Eval.Core.Selection.Pareto;

namespace Eval.Core.Search;

/// <summary>A configuration that was tried, and what came of it. A failure (out of memory, a crash, no answer in time) is a result like any other: the worst.</summary>
/// <param name="Configuration">What was tried.</param>
/// <param name="Budget">What it was given: samples, for example; 1 or more.</param>
/// <param name="Value">What is searched for; null where it failed. A value that is not finite counts as a failure.</param>
/// <param name="Failure">Why it failed, or null.</param>
public sealed record Trial(Configuration Configuration, int Budget, double? Value, string? Failure = null)
{
    /// <summary>What else was measured, by name: quality, speed, cost. For <see cref="TrialFront"/>; strategies do not look at it.</summary>
    public IReadOnlyDictionary<string, double> Measures { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Whether it gave a finite value.</summary>
    public bool Succeeded => Failure is null && Value is { } value && double.IsFinite(value);

    /// <summary>The value as something to make small; +∞ for a failure.</summary>
    internal double Loss(Direction direction) => !Succeeded ? double.PositiveInfinity : direction == Direction.Minimise ? Value!.Value : -Value!.Value;
}
