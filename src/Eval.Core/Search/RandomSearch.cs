using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>
/// Tries configurations drawn at random, none twice in a finite space: the yardstick for every other strategy (J. Bergstra and Y. Bengio, Journal of Machine Learning
/// Research 13, 2012).
/// </summary>
public sealed record RandomSearch : ISearchStrategy
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <summary>How many configurations are tried; 1 or more.</summary>
    public required int Trials { get; init; }

    /// <summary>What each is given; 1 or more.</summary>
    public required int Budget { get; init; }

    /// <inheritdoc/>
    public SearchStep Next(SearchState state)
    {
        SettingProblems.Check((Trials >= 1, "a random search needs 1 trial or more"), (Budget >= 1, "a random search needs a budget of 1 or more for each trial"));
        return state.Trials.Count >= Trials ? SearchStep.Ended(SearchEnd.Finished) : Draw(state, Name, Budget);
    }

    /// <summary>The next draw: the stream depends on the seed and on how many trials there were, the rejection of duplicates on what they were.</summary>
    internal static SearchStep Draw(SearchState state, string stream, int budget) =>
        UntriedDraw.Of(state.Space, state.Tried, SeededRandom.For(state.Seed, $"search/{stream}/{state.Trials.Count}")) is { } configuration
            ? new([new(configuration, budget)], null)
            : SearchStep.Ended(SearchEnd.SpaceExhausted);
}
