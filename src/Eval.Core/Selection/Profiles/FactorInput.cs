namespace Eval.Core.Selection.Profiles;

/// <summary>Where the values of a factor come from.</summary>
public abstract record FactorInput;

/// <summary>A metric of stored results: of one suite, or the plain mean over several.</summary>
/// <param name="Suites">Names of suites, 1 or more.</param>
/// <param name="MetricId">Exact id; null takes the first metric of each suite.</param>
/// <param name="Slice">A slice as <c>field=value</c>, or null for all samples.</param>
public sealed record MetricInput(IReadOnlyList<string> Suites, string? MetricId, string? Slice) : FactorInput;

/// <summary>What stored answers cost, in US dollars.</summary>
/// <param name="Basis">What the money is divided by.</param>
/// <param name="Suites">Names of suites, 1 or more.</param>
/// <param name="PerHour">US dollars that an hour of the machine costs, for local candidates without a price; null where none is assumed.</param>
public sealed record CostInput(CostBasis Basis, IReadOnlyList<string> Suites, decimal? PerHour = null) : FactorInput;

/// <summary>What a cost is divided by.</summary>
public enum CostBasis
{
    /// <summary>A thousand answers.</summary>
    ThousandAnswers,

    /// <summary>A correct answer: the sum of the scores of the suites' first metric, which lies between 0 and 1.</summary>
    CorrectAnswer,
}

/// <summary>A fact of the candidate: one that the workspace states, or one that the model told.</summary>
/// <param name="Fact">Its name.</param>
/// <param name="Words">For a fact that is a word, the raw value of each; empty where it is a number.</param>
public sealed record FactInput(string Fact, IReadOnlyDictionary<string, double> Words) : FactorInput;

/// <summary>Values that the profile states, one by one.</summary>
/// <param name="Source">Where the user has them from.</param>
/// <param name="Values">By candidate.</param>
public sealed record StatedInput(FactorSource Source, IReadOnlyDictionary<string, StatedValue> Values) : FactorInput;

/// <summary>A stated value.</summary>
/// <param name="Value">In the factor's unit.</param>
/// <param name="Low">Lower end of its 95 % interval, or null.</param>
/// <param name="High">Upper end, or null.</param>
/// <param name="Note">Where it is from, or null.</param>
public sealed record StatedValue(double Value, double? Low = null, double? High = null, string? Note = null);
