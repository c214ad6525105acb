namespace Eval.Core.Running.Tournaments;

/// <summary>Counts the battles of one arena for the display.</summary>
/// <param name="suite">Name of the arena.</param>
/// <param name="sink">Who is told.</param>
internal sealed class TournamentProgress(string suite, IProgress<RunProgress> sink)
{
    /// <summary>Stands in the place of the candidate.</summary>
    public const string Name = "(battles)";

    private readonly Lock _lock = new();
    private long _planned;
    private long _done;
    private long _errors;
    private long _resumed;
    private long? _cost;

    /// <summary>Begins with what is stored.</summary>
    public void Begin(IReadOnlyList<BattleResult> stored, long total)
    {
        lock (_lock)
        {
            (_planned, _resumed) = (total, stored.Count(b => b.Outcome is not null));
            _done = _resumed;
        }

        Send(CellState.Running);
    }

    /// <summary>Counts played battles.</summary>
    public void Committed(IReadOnlyList<BattleResult> battles)
    {
        lock (_lock)
        {
            _done += battles.Count;
            _errors += battles.Count(b => b.Outcome!.Value.IsError());
            foreach (var cost in battles.Select(b => b.CostMicroUsd).OfType<long>())
            {
                _cost = (_cost ?? 0) + cost;
            }
        }

        Send(CellState.Running);
    }

    /// <summary>Tells where it stands.</summary>
    public void Send(CellState state, string? message = null)
    {
        RunProgress progress;
        lock (_lock)
        {
            progress = new RunProgress(Name, suite, state, _done, Math.Max(_planned, _done), _errors, _resumed, CostMicroUsd: _cost, Message: message);
        }

        sink.Report(progress);
    }
}
