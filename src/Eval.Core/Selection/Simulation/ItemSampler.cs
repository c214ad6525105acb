using Eval.Core.Statistics;

namespace Eval.Core.Selection.Simulation;

/// <summary>Draws what the means of one item set's columns would have been with other items, the same ones for all columns.</summary>
internal abstract class ItemSampler
{
    // Products of counts and scores beyond which units are not drawn one by one: a few seconds of work.
    private const double MostProducts = 2e10;

    private protected ItemSampler(ItemSet items, DecisionMatrix matrix)
    {
        Items = items;
        Units = UnitsOf(items);
        Columns =
        [
            .. items.Columns.SelectMany(column => column.Scores.Select((scores, c) => (scores, c)).Where(x => x.scores is not null)
                .Select(x => new Column((x.c * matrix.Factors.Count) + matrix.FactorAt(column.Factor), column.Scale, x.scores!, Moments.MeanOf(x.scores)))),
        ];
    }

    public ItemSet Items { get; }

    /// <summary>What is drawn: clusters, or items.</summary>
    public int Units { get; }

    public abstract string Method { get; }

    protected IReadOnlyList<Column> Columns { get; }

    /// <summary>The samplers of all sets. Where drawing all units would take long, the largest sets' means are drawn instead until the rest is quick.</summary>
    public static IReadOnlyList<ItemSampler> Of(IReadOnlyList<ItemSet> sets, DecisionMatrix matrix, int draws, int seed)
    {
        double[] products = [.. sets.Select(s => (double)draws * UnitsOf(s) * s.Columns.Sum(c => c.Scores.Count(x => x is not null)))];
        var (left, samplers) = (products.Sum(), new ItemSampler[sets.Count]);
        foreach (var i in Enumerable.Range(0, sets.Count).OrderByDescending(i => products[i]).ThenBy(i => sets[i].Name, StringComparer.Ordinal))
        {
            // The name alone: the same items are drawn whoever else takes part.
            var stream = SeededRandom.StableHash(seed, "selection items\n" + sets[i].Name);
            samplers[i] = left <= MostProducts ? new BootstrapItems(sets[i], matrix, stream) : new NormalItems(sets[i], matrix, stream);
            left -= left <= MostProducts ? 0 : products[i];
        }

        return samplers;
    }

    /// <summary>Cells (candidate × factors + factor) that this set varies.</summary>
    public IEnumerable<int> Cells => Columns.Select(c => c.Cell);

    /// <summary>Adds to each cell what its value differs by, draw after draw. May be called from several threads.</summary>
    /// <param name="firstDraw">Number of the first draw; the number alone decides what is drawn.</param>
    /// <param name="draws">Draws.</param>
    /// <param name="deltas">Draw by draw, one number per cell.</param>
    /// <param name="cells">Cells of a draw.</param>
    public abstract void Add(int firstDraw, int draws, double[] deltas, int cells);

    /// <summary>Sums of a column by unit.</summary>
    protected double[] UnitSums(double[] scores)
    {
        if (Items.Clusters.Count == 0)
        {
            return scores;
        }

        var sums = new double[Units];
        for (var i = 0; i < scores.Length; i++)
        {
            sums[Items.Clusters[i]] += scores[i];
        }

        return sums;
    }

    /// <summary>Items of each unit; null where each is one.</summary>
    protected double[]? UnitSizes() => Items.Clusters.Count == 0 ? null : UnitSums([.. Enumerable.Repeat(1.0, Items.Count)]);

    private static int UnitsOf(ItemSet items) => items.Clusters.Count == 0 ? items.Count : items.Clusters.Max() + 1;

    /// <summary>One candidate's scores for one factor.</summary>
    protected sealed record Column(int Cell, double Scale, double[] Scores, double Mean);
}
