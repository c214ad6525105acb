using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>
/// Chooses a subset that keeps the shares of a field's values: seats by largest remainder (Hamilton), rows by the lowest hash of seed and
/// id. The choice depends on the seed and the ids alone, never on the order of rows, so it is the same on every machine and never the first N.
/// </summary>
public static class StratifiedLimit
{
    /// <summary>More different values than this make no strata: each would be a row or two.</summary>
    public const int MostStrata = 10_000;

    /// <summary>
    /// The places (from 0) of the chosen rows, ascending, or null where there are no more than <paramref name="limit"/>. Reads the rows
    /// twice; memory grows with the limit and the number of strata, not with the rows.
    /// </summary>
    /// <param name="read">Begins a reading of all rows: id, and stratum (null is a stratum of its own).</param>
    /// <param name="limit">How many; 1 or more.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<long[]?> ChooseAsync(
        Func<IAsyncEnumerable<(string Id, string? Stratum)>> read, int limit, int seed, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var total = 0L;
        await foreach (var (_, stratum) in read().WithCancellation(cancellationToken))
        {
            total++;
            counts[Key(stratum)] = counts.GetValueOrDefault(Key(stratum)) + 1;
            if (counts.Count > MostStrata)
            {
                throw new EvalConfigurationException(null, $"the field to stratify by has more than {MostStrata} different values", "choose a field with fewer");
            }
        }

        if (total <= limit)
        {
            return null;
        }

        var seats = Seats(counts, limit, seed);
        var chosen = seats.ToDictionary(s => s.Key, _ => new PriorityQueue<long, (ulong, long)>(HighestFirst), StringComparer.Ordinal);
        var place = 0L;
        await foreach (var (id, stratum) in read().WithCancellation(cancellationToken))
        {
            var queue = chosen[Key(stratum)];
            var size = seats[Key(stratum)];
            if (size > 0)
            {
                var rank = (SeededRandom.StableHash(seed, id), place);
                if (queue.Count < size)
                {
                    queue.Enqueue(place, rank);
                }
                else
                {
                    queue.EnqueueDequeue(place, rank);
                }
            }

            place++;
        }

        return [.. chosen.Values.SelectMany(q => q.UnorderedItems).Select(i => i.Element).Order()];
    }

    /// <summary>Seats of each stratum: the whole part of its share, then one more for the largest remainders; ties fall by a seeded hash.</summary>
    internal static Dictionary<string, int> Seats(IReadOnlyDictionary<string, long> counts, int limit, int seed)
    {
        var total = counts.Values.Sum();
        var seats = counts.ToDictionary(c => c.Key, c => (int)((Int128)limit * c.Value / total), StringComparer.Ordinal);
        var next = counts
            .OrderByDescending(c => (Int128)limit * c.Value % total)
            .ThenBy(c => SeededRandom.StableHash(seed, c.Key))
            .ThenBy(c => c.Key, StringComparer.Ordinal)
            .Take(limit - seats.Values.Sum());
        foreach (var (key, _) in next)
        {
            seats[key]++;
        }

        return seats;
    }

    private static readonly Comparer<(ulong, long)> HighestFirst = Comparer<(ulong, long)>.Create((a, b) => b.CompareTo(a));

    // A missing value and an empty text are different strata.
    private static string Key(string? stratum) => stratum is null ? "\0" : stratum;
}
