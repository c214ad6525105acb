namespace Eval.LlamaCpp.Generation;

/// <summary>
/// Chooses the slots that a step evaluates, in ascending order. llama.cpp computes consecutive slots together and begins anew at every
/// gap, which costs another pass over all weights: short gaps are padded over. Where a group of one row would be computed by other
/// kernels than a larger one (weights in F32), an answer would depend on who else is there: then such a group gets a row of padding.
/// </summary>
internal static class StepLayout
{
    private const int LongestPaddedGap = 2;

    /// <summary>The slots to evaluate: those in use (not null), and padding.</summary>
    /// <param name="slots">All slots.</param>
    /// <param name="padLoneRows">False where a row alone gives the same numbers as beside others; one of a single slot is never padded.</param>
    public static IReadOnlyList<int> Rows<T>(ReadOnlySpan<T?> slots, bool padLoneRows)
        where T : class
    {
        List<int> rows = [];
        for (var first = NextUsed(slots, 0); first < slots.Length;)
        {
            var last = first;
            var next = NextUsed(slots, last + 1);
            while (next < slots.Length && next - last - 1 <= LongestPaddedGap)
            {
                last = next;
                next = NextUsed(slots, last + 1);
            }

            // The neighbour is free, and no other group's: those are farther away than a short gap.
            var (from, to) = first < last || slots.Length == 1 || !padLoneRows ? (first, last)
                : last + 1 < slots.Length ? (first, last + 1)
                : (first - 1, last);
            rows.AddRange(Enumerable.Range(from, to - from + 1));
            first = next;
        }

        return rows;
    }

    private static int NextUsed<T>(ReadOnlySpan<T?> slots, int from)
        where T : class
    {
        while (from < slots.Length && slots[from] is null)
        {
            from++;
        }

        return from;
    }
}
