using Eval.Core.Selection.Pareto;

namespace Eval.Core.Search;

/// <summary>All that a strategy may look at. A search that was stopped goes on from the same state as if it had not been.</summary>
public sealed record SearchState
{
    /// <summary>What may vary.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>The seed; the same seed and trials give the same proposals.</summary>
    public required int Seed { get; init; }

    /// <summary>Which way the value is better.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The trials so far, in the order they ended, failures among them; none at the start.</summary>
    public IReadOnlyList<Trial> Trials { get; init; } = [];

    /// <summary>
    /// The best trial: of those that succeeded with the largest budget any had, the best value, the earlier of equals. Null where none succeeded. Values measured with less
    /// are not set against it: the luckiest of many small measurements would win.
    /// </summary>
    public Trial? Best => Trials.Where(t => t.Succeeded).OrderByDescending(t => t.Budget).ThenBy(t => t.Loss(Direction)).FirstOrDefault();

    /// <summary>The same with one more trial.</summary>
    public SearchState With(Trial trial) => this with { Trials = [.. Trials, trial] };

    internal HashSet<Configuration> Tried => [.. Trials.Select(t => t.Configuration)];
}
