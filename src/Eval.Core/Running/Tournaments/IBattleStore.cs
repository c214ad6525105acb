namespace Eval.Core.Running.Tournaments;

/// <summary>Durable storage of tournaments.</summary>
public interface IBattleStore
{
    /// <summary>Stores the battles of a new round as still to be played.</summary>
    Task PlanAsync(long runId, string suite, IReadOnlyList<PlannedBattle> battles, CancellationToken cancellationToken);

    /// <summary>Commits played battles, and what their calls took, in one transaction. One that was played already is left as it is. Once begun, a commit is not cancelled.</summary>
    Task AppendAsync(long runId, string suite, IReadOnlyList<BattleResult> battles, IReadOnlyList<CellCalls> calls, CancellationToken cancellationToken);

    /// <summary>Makes battles that ended in an error, or whose answers were missing, ones that are still to be played. Returns how many.</summary>
    Task<int> ReopenAsync(long runId, string suite, CancellationToken cancellationToken);

    /// <summary>All battles of a tournament in their order.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="suite">Name of the arena.</param>
    /// <param name="texts">Whether to read what judges said (<see cref="BattleResult.DetailJson"/>).</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    IAsyncEnumerable<BattleResult> ReadAsync(long runId, string suite, bool texts, CancellationToken cancellationToken);

    /// <summary>Some stored samples of a cell with their texts, by repetition and ordinal.</summary>
    Task<IReadOnlyDictionary<(int Epoch, int Ordinal), SampleResult>> AnswersAsync(
        long cellId, IReadOnlyCollection<(int Epoch, int Ordinal)> places, CancellationToken cancellationToken);
}
