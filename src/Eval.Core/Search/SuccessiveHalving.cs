using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Search;

/// <summary>
/// Gives many configurations little, and the best 1/η of them η times as much, until the last ones have the full measure (K. Jamieson and A. Talwalkar, AISTATS 2016; the
/// rungs are those of a bracket of Hyperband: L. Li et al., Journal of Machine Learning Research 18, 2018).
/// </summary>
public sealed record SuccessiveHalving : ISearchStrategy
{
    /// <summary>The most configurations that start, whatever the budget pays for.</summary>
    public const int MostConfigurations = 10_000;

    /// <inheritdoc/>
    public string Name => "halving";

    /// <summary>What a configuration is given at least: the first rung has the largest budget divided by η as often as this allows; 1 or more.</summary>
    public required int MinimumBudget { get; init; }

    /// <summary>What each of the last rung is given; the minimum or more.</summary>
    public required int MaximumBudget { get; init; }

    /// <summary>
    /// What may be spent on all trials together, each counted in full: a search that keeps the answers of a smaller rung pays less. As many configurations start as it pays for.
    /// </summary>
    public required long TotalBudget { get; init; }

    /// <summary>How many times as much the next rung gives, to 1/η as many; 2 or more.</summary>
    public int Eta { get; init; } = 3;

    /// <summary>The rungs, the smallest budget first: how many configurations are tried at most, and with what.</summary>
    /// <exception cref="EvalConfigurationException">The settings make no sense; all problems are listed.</exception>
    public IReadOnlyList<HalvingRung> Rungs
    {
        get
        {
            SettingProblems.Check(
                (MinimumBudget >= 1, "halving needs a smallest budget of 1 or more"),
                (MaximumBudget >= MinimumBudget, $"the largest budget of halving is {MaximumBudget}, less than the smallest, {MinimumBudget}"),
                (Eta >= 2, $"halving needs an eta of 2 or more; it is {Eta}"));
            var budgets = Budgets();
            SettingProblems.Check((TotalBudget >= budgets.Sum(b => (long)b),
                $"halving takes one configuration through all rungs for {budgets.Sum(b => (long)b)}; the total budget is {TotalBudget}"));

            // Costs grow with the number of configurations that start: the largest that is paid for is found by bisection.
            var (paid, dear) = (1, (int)Math.Min(MostConfigurations, TotalBudget / budgets[0]) + 1);
            while (dear - paid > 1)
            {
                var middle = paid + ((dear - paid) / 2);
                (paid, dear) = Cost(budgets, middle) <= TotalBudget ? (middle, dear) : (paid, middle);
            }

            return [.. budgets.Select((b, k) => new HalvingRung(b, Survivors(paid, k)))];
        }
    }

    /// <inheritdoc/>
    public SearchStep Next(SearchState state)
    {
        var rungs = Rungs;
        var entrants = Start(state, rungs[0].Configurations);
        var isWholeSpace = state.Space.Count == entrants.Count;
        var results = state.Trials.DistinctBy(t => (t.Configuration, t.Budget)).ToDictionary(t => (t.Configuration, t.Budget));
        for (var k = 0; k < rungs.Count; k++)
        {
            var budget = rungs[k].Budget;
            Proposal[] open = [.. entrants.Where(c => !results.ContainsKey((c, budget))).Select(c => new Proposal(c, budget))];
            if (open.Length > 0)
            {
                return new(open, null);
            }

            // The sort is stable: of equals the one that was ahead so far goes on.
            Configuration[] succeeded = [.. entrants.Where(c => results[(c, budget)].Succeeded).OrderBy(c => results[(c, budget)].Loss(state.Direction))];
            if (succeeded.Length == 0)
            {
                return SearchStep.Ended(SearchEnd.NothingSucceeded);
            }

            entrants = k + 1 < rungs.Count ? [.. succeeded.Take(rungs[k + 1].Configurations)] : entrants;
        }

        return SearchStep.Ended(isWholeSpace ? SearchEnd.SpaceExhausted : SearchEnd.Finished);
    }

    private List<Configuration> Start(SearchState state, int count)
    {
        var entrants = new List<Configuration>();
        var drawn = new HashSet<Configuration>();
        while (entrants.Count < count && UntriedDraw.Of(state.Space, drawn, SeededRandom.For(state.Seed, $"search/{Name}/{entrants.Count}")) is { } next)
        {
            if (!drawn.Add(next))
            {
                // A space of real numbers that gives the same one again has, in effect, no more.
                break;
            }

            entrants.Add(next);
        }

        return entrants;
    }

    // From the largest down, as Hyperband does: the steps between rungs are all alike, and the last rung has the full measure.
    private List<int> Budgets()
    {
        var budgets = new List<int>();
        for (var budget = MaximumBudget; budget >= MinimumBudget; budget /= Eta)
        {
            budgets.Insert(0, budget);
        }

        return budgets;
    }

    private int Survivors(int start, int rung)
    {
        for (var k = 0; k < rung; k++)
        {
            start /= Eta;
        }

        return Math.Max(1, start);
    }

    private long Cost(List<int> budgets, int start) => budgets.Select((b, k) => (long)b * Survivors(start, k)).Sum();
}
