namespace Eval.Core.Selection.Simulation;

/// <summary>One way prices could be: today's, announced ones, a tenth dearer.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Probability">How probable, 0 or more; divided by the sum over the scenarios.</param>
/// <param name="Factors">Candidate to what its costs are multiplied with, above 0; who is not named keeps its costs.</param>
public sealed record PriceScenario(string Name, double Probability, IReadOnlyDictionary<string, double> Factors);

/// <summary>How far prices are open. A scenario is drawn for all candidates together, a range for each by itself; both multiply.</summary>
public sealed record PriceUncertainty
{
    /// <summary>Ids of the factors that are costs.</summary>
    public IReadOnlyList<string> CostFactors { get; init; } = [];

    /// <summary>Scenarios; none: prices stay as they are.</summary>
    public IReadOnlyList<PriceScenario> Scenarios { get; init; } = [];

    /// <summary>Candidate to a share by which its prices may be lower or higher, uniformly: 0.2 for ± 20 %. From 0 to below 1.</summary>
    public IReadOnlyDictionary<string, double> Ranges { get; init; } = new Dictionary<string, double>();

    /// <summary>Everything that is wrong with it, as sentences without a full stop.</summary>
    /// <param name="matrix">The matrix that it belongs to.</param>
    public IEnumerable<string> Problems(DecisionMatrix matrix)
    {
        foreach (var id in CostFactors.Where(id => matrix.Factors.All(f => f.Id != id)))
        {
            yield return $"prices: there is no factor {id}";
        }

        if (Scenarios.Count > 0 && (Scenarios.Any(s => !(s.Probability >= 0)) || !(Scenarios.Sum(s => s.Probability) is > 0 and < double.PositiveInfinity)))
        {
            yield return "prices: probabilities of scenarios must be 0 or more, not all 0";
        }

        foreach (var scenario in Scenarios.Where(s => s.Factors.Values.Any(x => !(x > 0 && double.IsFinite(x)))))
        {
            yield return $"prices, {scenario.Name}: what costs are multiplied with must be above 0";
        }

        foreach (var (candidate, range) in Ranges.Where(r => !(r.Value is >= 0 and < 1)))
        {
            yield return $"prices of {candidate}: a range of ± {range} must be from 0 to below 1";
        }
    }
}
