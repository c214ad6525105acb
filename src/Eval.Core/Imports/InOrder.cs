using System.Runtime.CompilerServices;

namespace Eval.Core.Imports;

/// <summary>Puts what tools wrote in nearly the right order into the right one; only what comes too early waits in memory.</summary>
internal static class InOrder
{
    /// <summary>The items by ordinal. Items of an ordinal that is not due, or came before, are left out.</summary>
    /// <param name="items">The items as they come.</param>
    /// <param name="ordinal">The place of an item.</param>
    /// <param name="due">Every place that will come, ascending.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async IAsyncEnumerable<T> ByAsync<T>(
        IAsyncEnumerable<T> items, Func<T, int> ordinal, IEnumerable<int> due, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<int, T>();
        using var places = due.GetEnumerator();
        var isLeft = places.MoveNext();
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            if (isLeft && ordinal(item) >= places.Current)
            {
                waiting[ordinal(item)] = item;
            }

            while (isLeft && waiting.Remove(places.Current, out var next))
            {
                yield return next;
                isLeft = places.MoveNext();
            }
        }
    }
}
