using Eval.Core.Statistics;

namespace Eval.Core.Selection.Acceptability;

/// <summary>Only an order is known: uniform over all weights that keep it.</summary>
public sealed record OrderedWeights : WeightBelief
{
    private readonly int[] _order;
    private readonly IReadOnlyList<int> _places;

    /// <summary>Creates the belief.</summary>
    /// <param name="places">
    /// For each factor its place, 1 for the most important; factors with the same place are not compared with one another.
    /// </param>
    public OrderedWeights(IReadOnlyList<int> places)
    {
        ArgumentOutOfRangeException.ThrowIfZero(places.Count);
        _places = [.. places];
        _order = [.. Enumerable.Range(0, places.Count).OrderBy(i => places[i])];
    }

    /// <inheritdoc/>
    public override int Count => _order.Length;

    internal override void Draw(SeededRandom random, Span<double> weights)
    {
        // The simplex is as dense in every order: sorting a draw gives a draw of the part with this order.
        Span<double> drawn = new double[weights.Length];
        Simplex(random, drawn);
        SortGroups(drawn);
        for (var i = 0; i < _order.Length; i++)
        {
            weights[_order[i]] = drawn[i];
        }
    }

    internal override Interval? FirstOfTwo() => Count != 2 ? null
        : _places[0] < _places[1] ? new(0.5, 1) : _places[0] > _places[1] ? new(0, 0.5) : new(0, 1);

    // The greatest numbers to the first group and so on; inside a group the order stays as drawn, which is random.
    private void SortGroups(Span<double> drawn)
    {
        var values = drawn.ToArray();
        int[] ranks = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];
        for (int start = 0, end; start < ranks.Length; start = end)
        {
            for (end = start + 1; end < ranks.Length && _places[_order[end]] == _places[_order[start]]; end++)
            {
            }

            Array.Sort(ranks, start, end - start);
        }

        for (var i = 0; i < ranks.Length; i++)
        {
            drawn[i] = values[ranks[i]];
        }
    }
}
