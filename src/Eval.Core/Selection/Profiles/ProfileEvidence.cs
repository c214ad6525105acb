using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Simulation;

namespace Eval.Core.Selection.Profiles;

/// <summary>What stored results, facts and statements say about the candidates of a profile.</summary>
public sealed record ProfileEvidence
{
    /// <summary>Candidates by factors.</summary>
    public required DecisionMatrix Matrix { get; init; }

    /// <summary>Scores by item, for suites that all candidates were asked alike.</summary>
    public IReadOnlyList<ItemSet> Items { get; init; } = [];

    /// <summary>Facts by candidate.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Facts { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Ids of the factors that are costs.</summary>
    public IReadOnlyList<string> CostFactors { get; init; } = [];

    /// <summary>Runs that values come from, by number.</summary>
    public IReadOnlyList<long> Runs { get; init; } = [];

    /// <summary>What the reader must know: results that are not of the same questions, results that are old.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What must-haves look at.</summary>
    public MustHaveEvidence ForMustHaves => new() { Matrix = Matrix, Facts = Facts };
}
