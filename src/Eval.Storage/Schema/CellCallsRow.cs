namespace Eval.Storage.Schema;

/// <summary>Sums over the calls of a cell that its samples do not tell; see <see cref="Core.Models.Pipeline.CallTotals"/>.</summary>
internal sealed class CellCallsRow
{
    public long CellId { get; set; }

    public long Calls { get; set; }

    public long Retries { get; set; }

    public long RateLimited { get; set; }

    public long LostAnswers { get; set; }

    public double WaitMs { get; set; }

    public long CostMicroUsd { get; set; }

    public long LostMicroUsd { get; set; }
}
