namespace Eval.Core.Judging.Prompting;

/// <summary>Which of two answers stands first.</summary>
internal enum PairOrder
{
    OursFirst,
    OursSecond,
}

/// <summary>The words of orders, as replies store them.</summary>
internal static class PairOrders
{
    public static string WordOf(PairOrder order) => order == PairOrder.OursFirst ? "ours-first" : "ours-second";

    /// <summary>A strength for the first answer, as a strength for ours.</summary>
    public static int ForOurs(PairOrder order, double forFirst) => (int)(order == PairOrder.OursFirst ? forFirst : -forFirst);
}
