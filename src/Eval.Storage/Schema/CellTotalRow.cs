using Eval.Core.Running;

namespace Eval.Storage.Schema;

/// <summary>
/// Sums over a cell's samples of one outcome, kept by the very transactions that store and delete samples, so that a list of runs need not
/// count a million rows.
/// </summary>
internal sealed class CellTotalRow
{
    public long CellId { get; set; }

    public SampleOutcome Outcome { get; set; }

    public long Samples { get; set; }

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    /// <summary>Milliseconds of samples that did not come from the cache.</summary>
    public double DurationMs { get; set; }

    /// <summary>Samples from the cache.</summary>
    public long Cached { get; set; }

    /// <summary>Samples with a known cost.</summary>
    public long Priced { get; set; }

    /// <summary>Cost of samples that did not come from the cache.</summary>
    public long CostMicroUsd { get; set; }
}
