namespace Eval.Core.Judging.Agreement;

/// <summary>How several labels or verdicts of one item become one.</summary>
public static class GoldRule
{
    /// <summary>
    /// What people say of an item: of scores the mean; else the label that more than half of them gave, or without such a majority a tie of two answers and
    /// nothing for pass and fail. Null where nobody labelled it.
    /// </summary>
    public static double? Gold(LabelForm form, IReadOnlyList<double?> labels)
    {
        double[] given = [.. labels.OfType<double>()];
        if (given.Length == 0)
        {
            return null;
        }

        if (form == LabelForm.Score)
        {
            return given.Average();
        }

        return given.GroupBy(l => l).FirstOrDefault(g => g.Count() * 2 > given.Length)?.Key ?? (form == LabelForm.Pairwise ? 0.5 : null);
    }

    /// <summary>
    /// What a judge's readings come to: the first that was read; for two answers in both orders that verdict where the orders agree, else a tie, and
    /// nothing where one of them was not read.
    /// </summary>
    public static double? Settle(LabelForm form, LabelledItem item)
    {
        if (item.Verdict is { } own)
        {
            return own;
        }

        if (form != LabelForm.Pairwise)
        {
            return First(item, null);
        }

        // An order that was asked and not read leaves nothing to settle: half a comparison is the biased one.
        return (Read(ShownOrder.AsGiven), Read(ShownOrder.Swapped)) switch
        {
            ((true, null), _) or (_, (true, null)) => null,
            ((_, { } given), (_, { } swapped)) => Math.Abs(given - swapped) < 1e-9 ? given : 0.5,
            var ((_, given), (_, swapped)) => given ?? swapped,
        };

        (bool IsAsked, double? Value) Read(ShownOrder order) => (item.Readings.Any(r => r.Order == order), First(item, order));
    }

    /// <summary>The first verdict that was read in an order (null: in any), or null.</summary>
    public static double? First(LabelledItem item, ShownOrder? order) =>
        item.Readings.FirstOrDefault(r => r is { State: VerdictState.Scored, Value: not null } && (order is null || r.Order == order))?.Value;

    /// <summary>The nearest of the three verdicts about two answers.</summary>
    public static double ThreeWay(double value) => value > 0.5 + 1e-9 ? 1 : value < 0.5 - 1e-9 ? 0 : 0.5;
}
