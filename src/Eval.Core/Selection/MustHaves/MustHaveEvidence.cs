namespace Eval.Core.Selection.MustHaves;

/// <summary>What must-haves look at.</summary>
public sealed record MustHaveEvidence
{
    /// <summary>Values of factors.</summary>
    public required DecisionMatrix Matrix { get; init; }

    /// <summary>For each candidate its facts (licence, region, context length …) as text.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Facts { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>For each candidate the single observations (of requests) behind a quantity, for claims about percentiles.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<double>>> Observations { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<double>>>();

    internal string? Fact(string candidate, string name) =>
        Facts.TryGetValue(candidate, out var facts) && facts.TryGetValue(name, out var value) ? value.Trim() : null;

    internal Evidence? Of(string candidate, string quantity) =>
        Matrix.Factors.Any(f => f.Id == quantity) ? Matrix.At(Matrix.CandidateAt(candidate), Matrix.FactorAt(quantity)) : null;
}
