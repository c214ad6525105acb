using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>
/// The Tree-structured Parzen Estimator (J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, Advances in Neural Information Processing Systems 24, 2011). The trials are split
/// at a quantile of their values; l(x) is the density of the better ones, g(x) of the others, each a product over the parameters that are active, estimated from the
/// trials where they were. Of some candidates drawn from l the one with the largest l(x)/g(x) is tried: expected improvement rises with it (their equation 4). Failures
/// are among the others, so that what fails is tried less.
/// </summary>
public sealed record TreeParzen : ISearchStrategy
{
    /// <inheritdoc/>
    public string Name => "tpe";

    /// <summary>How many configurations are tried, the first ones among them; 1 or more.</summary>
    public required int Trials { get; init; }

    /// <summary>What each is given; 1 or more. Trials that had another budget are not learned from.</summary>
    public required int Budget { get; init; }

    /// <summary>How many are drawn at random first; 1 or more.</summary>
    public int StartupTrials { get; init; } = 10;

    /// <summary>
    /// γ√n of n trials, rounded up, count as good; above 0, at most 1. The root, and the default, are those of the authors' own program (J. Bergstra, D. Yamins and D. Cox,
    /// ICML 2013): a fixed share lets an early, easy branch fill the good trials.
    /// </summary>
    public double Gamma { get; init; } = 0.25;

    /// <summary>The most trials that count as good, so that a long search still narrows down; 1 or more.</summary>
    public int MostGood { get; init; } = 25;

    /// <summary>How many candidates are compared for each trial; 1 or more.</summary>
    public int Candidates { get; init; } = 24;

    /// <summary>
    /// The share of later trials that are drawn at random all the same, 0 or more and below 1: a branch that looked poor at first would otherwise never be seen again
    /// (S. Falkner, A. Klein and F. Hutter, BOHB, ICML 2018, take a third).
    /// </summary>
    public double RandomShare { get; init; } = 0.2;

    /// <inheritdoc/>
    public SearchStep Next(SearchState state)
    {
        SettingProblems.Check(
            (Trials >= 1, "tpe needs 1 trial or more"),
            (Budget >= 1, "tpe needs a budget of 1 or more for each trial"),
            (StartupTrials >= 1, "tpe needs 1 startup trial or more"),
            (Gamma is > 0 and <= 1, $"gamma must be above 0 and at most 1; it is {Gamma}"),
            (MostGood >= 1, "tpe needs 1 good trial or more"),
            (RandomShare is >= 0 and < 1, $"the random share must be 0 or more and below 1; it is {RandomShare}"),
            (Candidates >= 1, "tpe needs 1 candidate or more"));
        if (state.Trials.Count >= Trials)
        {
            return SearchStep.Ended(SearchEnd.Finished);
        }

        Trial[] ranked = [.. state.Trials.Where(t => t.Budget == Budget).OrderBy(t => t.Loss(state.Direction))];
        var succeeded = ranked.Count(t => t.Succeeded);
        var random = SeededRandom.For(state.Seed, $"search/{Name}/model/{state.Trials.Count}");
        if (ranked.Length < StartupTrials || succeeded == 0 || random.NextDouble() < RandomShare)
        {
            return RandomSearch.Draw(state, Name, Budget);
        }

        var good = Math.Min(Math.Min((int)Math.Ceiling(Gamma * Math.Sqrt(ranked.Length)), MostGood), succeeded);
        var model = new TreeParzenModel(state.Space, ranked[..good], ranked[good..]);
        var tried = state.Tried;
        var best = Enumerable.Range(0, Candidates).Select(_ => model.Sample(random)).Where(c => !tried.Contains(c)).MaxBy(model.LogRatio);

        // All candidates known: the good region of a finite space is used up, what is left of the space is drawn from.
        return best is null ? RandomSearch.Draw(state, Name, Budget) : new([new(best, Budget)], null);
    }
}
