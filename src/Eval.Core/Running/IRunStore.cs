using Eval.Core.Metrics;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running.Tournaments;

namespace Eval.Core.Running;

/// <summary>
/// Durable storage of runs. Everything a run shows at its end is read back from here. Several processes may read and write one store; one
/// run is worked on by one process at a time (<see cref="AcquireAsync"/>).
/// </summary>
public interface IRunStore : ISampleSource
{
    /// <summary>The newest unfinished run of this plan, or null.</summary>
    Task<RunInfo?> FindUnfinishedAsync(string planHash, CancellationToken cancellationToken);

    /// <summary>Stores a new run with its candidates, suites and cells.</summary>
    Task<RunInfo> CreateAsync(RunPlan plan, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a run for this process and marks it <see cref="RunStatus.Running"/>, before anything is asked or stored for it. The run is
    /// given back by disposing the result; the death of this process gives it back too, at once.
    /// </summary>
    /// <exception cref="RunInUseException">Another worker holds it.</exception>
    Task<IAsyncDisposable> AcquireAsync(long runId, CancellationToken cancellationToken);

    /// <summary>
    /// Which (ordinal, epoch) of a cell are stored: a bit array with one per epoch. Grows where more
    /// ordinals are stored than planned (parts of long texts).
    /// </summary>
    Task<StoredOrdinals> LoadStoredAsync(long cellId, CancellationToken cancellationToken);

    /// <summary>
    /// Commits finished samples, and what calls took beyond them, in one transaction: all or none. A sample that is stored already is
    /// left as it is. Once begun, a commit is not cancelled.
    /// </summary>
    Task AppendAsync(IReadOnlyList<CellResult> results, IReadOnlyList<CellCalls> calls, CancellationToken cancellationToken);

    /// <summary>Commits finished samples that no calls were counted for.</summary>
    Task AppendAsync(IReadOnlyList<CellResult> results, CancellationToken cancellationToken) => AppendAsync(results, [], cancellationToken);

    /// <summary>Deletes a cell's samples with error outcomes, so that a resumed run asks them again. Returns how many.</summary>
    Task<int> DeleteErrorsAsync(long cellId, CancellationToken cancellationToken);

    /// <summary>Records how many samples a cell really has, once known (parts of long texts), and why it was skipped, where it was.</summary>
    /// <param name="cellId">The cell.</param>
    /// <param name="planned">Samples of one epoch.</param>
    /// <param name="skipReason">Why the cell is left out as a whole, or null.</param>
    /// <param name="cancellationToken">Cancels the write before it begins.</param>
    Task UpdateCellAsync(long cellId, int planned, string? skipReason, CancellationToken cancellationToken);

    /// <summary>Replaces the estimates of a cell.</summary>
    Task SaveEstimatesAsync(long cellId, IReadOnlyList<Estimate> estimates, CancellationToken cancellationToken);

    /// <summary>Records how a run ended (or that it was interrupted).</summary>
    Task FinishAsync(long runId, RunStatus status, string? note, CancellationToken cancellationToken);

    /// <summary>Battles of tournaments; null where the store keeps none.</summary>
    IBattleStore? Battles => null;

    /// <summary>A run with its cells and estimates.</summary>
    Task<StoredRun?> GetRunAsync(long runId, CancellationToken cancellationToken);
}

/// <summary>A sample of a cell.</summary>
/// <param name="CellId">The cell's id in the store.</param>
/// <param name="Result">The sample.</param>
public readonly record struct CellResult(long CellId, SampleResult Result);

/// <summary>What some calls of a cell took; it is added to the cell's sums.</summary>
/// <param name="CellId">The cell's id in the store.</param>
/// <param name="Totals">What to add.</param>
public readonly record struct CellCalls(long CellId, CallTotals Totals);

/// <summary>Identity of a stored run and its cells.</summary>
/// <param name="Id">The run's number.</param>
/// <param name="CellIds">Ids of the cells by <see cref="RunCell.Key"/>.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record RunInfo(long Id, IReadOnlyDictionary<string, long> CellIds, DateTimeOffset CreatedAt);

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>Being worked on, or its process died.</summary>
    Running,

    /// <summary>Stopped by the user or a signal; can be resumed.</summary>
    Interrupted,

    /// <summary>Stopped by a budget or limit; can be resumed.</summary>
    Stopped,

    /// <summary>All planned samples have an outcome.</summary>
    Finished,

    /// <summary>Broken: nothing could be decided.</summary>
    Failed,
}
