namespace Eval.Core.Selection.Simulation;

/// <summary>Scores of all candidates on the items of one set, for one factor.</summary>
/// <param name="Factor">Id of the factor.</param>
/// <param name="Scores">
/// For each candidate of the matrix, in its order, one finite number per item; null for a candidate without scores here (the error of its evidence is used).
/// </param>
/// <param name="Scale">
/// What the mean is multiplied with to get into the factor's unit: 1 as a rule, 1,000 for a cost per 1,000, 1/k where the factor is the plain mean of k sets.
/// </param>
public sealed record ItemColumn(string Factor, IReadOnlyList<double[]?> Scores, double Scale = 1);

/// <summary>
/// Items that all candidates were asked: they are resampled together, the same resample for all candidates and all factors that were measured on them.
/// </summary>
public sealed record ItemSet
{
    /// <summary>Its name, unique in a simulation: a suite's, as a rule.</summary>
    public required string Name { get; init; }

    /// <summary>What was measured on the items; every list of scores has the same length, 2 or more.</summary>
    public required IReadOnlyList<ItemColumn> Columns { get; init; }

    /// <summary>For each item the number of its cluster (a document), from 0 without gaps; empty where items are independent. Clusters are drawn whole.</summary>
    public IReadOnlyList<int> Clusters { get; init; } = [];

    /// <summary>Items.</summary>
    public int Count => Columns.SelectMany(c => c.Scores).FirstOrDefault(s => s is not null)?.Length ?? 0;

    /// <summary>Everything that is wrong with it, as sentences without a full stop.</summary>
    /// <param name="matrix">The matrix that it belongs to.</param>
    public IEnumerable<string> Problems(DecisionMatrix matrix)
    {
        foreach (var column in Columns)
        {
            if (matrix.Factors.All(f => f.Id != column.Factor))
            {
                yield return $"items {Name}: there is no factor {column.Factor}";
            }

            if (column.Scores.Count != matrix.Candidates.Count)
            {
                yield return $"items {Name}, {column.Factor}: scores of {column.Scores.Count} candidates, not of {matrix.Candidates.Count}";
            }

            if (column.Scores.Any(s => s is not null && (s.Length != Count || s.Any(x => !double.IsFinite(x)))) || !double.IsFinite(column.Scale))
            {
                yield return $"items {Name}, {column.Factor}: each candidate needs one finite score for each of {Count} items";
            }
        }

        var clusters = Clusters.Count == 0 ? Count : Clusters.Max() + 1;
        if (clusters < 2)
        {
            yield return $"items {Name}: one item or cluster says nothing about the spread";
        }

        if (Clusters.Count > 0 && (Clusters.Count != Count || Clusters.Min() < 0 || Clusters.Distinct().Count() != clusters))
        {
            yield return $"items {Name}: each item needs a cluster, numbered from 0 without gaps";
        }
    }
}
