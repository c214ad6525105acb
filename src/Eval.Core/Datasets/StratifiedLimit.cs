using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>
/// Chooses a subset that keeps the shares of a field's values: rows by the lowest hash of seed and id, as many of each value as its share, rounded
/// up or down. The choice depends on the seed and the ids alone, never on the order of rows, so it is the same on every machine and never the first
/// N. Subsets are nested: a smaller limit's rows are all among a larger one's, so that an evaluation can be extended.
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

    /// <summary>
    /// Seats of each stratum, dealt one after the other, so that a larger limit only adds seats (rounding by largest remainders can take one away).
    /// With a share s of all rows, a stratum's seat j (from 0) may not come before step ⌊j/s⌋ + 1 and must come by step ⌈(j + 1)/s⌉: then every
    /// stratum has its share of every step, rounded up or down. Such an order always exists (R. Tijdeman 1980, the chairman assignment problem),
    /// and taking the earliest deadline finds it. Ties fall to the earlier middle, then by a seeded hash.
    /// </summary>
    internal static Dictionary<string, int> Seats(IReadOnlyDictionary<string, long> counts, int limit, int seed)
    {
        var total = counts.Values.Sum();
        var seats = counts.ToDictionary(c => c.Key, _ => 0, StringComparer.Ordinal);
        var waiting = new PriorityQueue<string, Int128>(counts.Where(c => c.Value > 0).Select(c => (c.Key, (Int128)1)));
        var due = new PriorityQueue<string, (Int128 Deadline, Int128 Middle, ulong Hash, string Key)>(EarliestFirst);
        for (var step = 1; step <= limit; step++)
        {
            while (waiting.TryPeek(out var key, out var from) && from <= step)
            {
                waiting.Dequeue();
                var (seat, count) = ((Int128)seats[key], counts[key]);
                due.Enqueue(key, ((((seat + 1) * total) + count - 1) / count, ((2 * seat) + 1) * total / count, SeededRandom.StableHash(seed, key), key));
            }

            var next = due.Dequeue();
            seats[next]++;
            waiting.Enqueue(next, ((Int128)seats[next] * total / counts[next]) + 1);
        }

        return seats;
    }

    private static readonly Comparer<(Int128 Deadline, Int128 Middle, ulong Hash, string Key)> EarliestFirst =
        Comparer<(Int128 Deadline, Int128 Middle, ulong Hash, string Key)>.Create((a, b) =>
        {
            var order = (a.Deadline, a.Middle, a.Hash).CompareTo((b.Deadline, b.Middle, b.Hash));
            return order != 0 ? order : string.CompareOrdinal(a.Key, b.Key);
        });

    private static readonly Comparer<(ulong, long)> HighestFirst = Comparer<(ulong, long)>.Create((a, b) => b.CompareTo(a));

    // A missing value and an empty text are different strata.
    private static string Key(string? stratum) => stratum is null ? "\0" : stratum;
}
