namespace Eval.Core.Selection.Aggregation;

/// <summary>The built-in methods.</summary>
public static class AggregationMethods
{
    /// <summary>The default: fully compensating, its contributions add up to the score.</summary>
    public static IAggregation WeightedSum { get; } = new WeightedSum();

    /// <summary>The other one fit for a decision: a weak spot is not made good by strength elsewhere.</summary>
    public static IAggregation WeightedProduct { get; } = new WeightedProduct();

    /// <summary>All of them, the default first, those for the panel of disagreements last.</summary>
    public static IReadOnlyList<IAggregation> All { get; } =
    [
        WeightedSum,
        WeightedProduct,
        new FieldNormalisedSum("min-max", FieldNormalisation.MinMax),
        new FieldNormalisedSum("linear-max", FieldNormalisation.LinearMax),
        new FieldNormalisedSum("linear-sum", FieldNormalisation.LinearSum),
        new FieldNormalisedSum("vector", FieldNormalisation.Vector),
        new Topsis(),
        new PrometheeTwo(),
    ];

    /// <summary>The method of a key, or null.</summary>
    public static IAggregation? Find(string id) => All.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.Ordinal));
}
