using Eval.Core.Selection.Acceptability;
using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Selection.Simulation;

/// <summary>How the items of one set were resampled.</summary>
/// <param name="Items">Name of the set.</param>
/// <param name="Count">Items.</param>
/// <param name="Units">Clusters, or items where they are independent.</param>
/// <param name="Method">
/// <c>bootstrap</c>: units drawn with replacement, exactly; <c>joint-normal</c>: means drawn from the normal distribution with their paired covariance, for sets so large
/// that drawing units would take long, where both agree.
/// </param>
public sealed record Resampling(string Items, int Count, int Units, string Method)
{
    /// <summary>True below 30 units, of which the bootstrap tells too little: its errors are too small by √((n − 1)/n) and more, and to be shown with a warning.</summary>
    public bool HasFewUnits => Units < 30;
}

/// <summary>What one cause does to the gap between the winner and the runner-up of the point estimate.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Variance">Variance of the gap with this cause alone, everything else at its estimate.</param>
/// <param name="Share">
/// Its share: the variance over the gap's variance with all causes, or over the sum of the single variances where that is the greater, so that shares never add up
/// to more than 1. What is left to 1 comes from causes acting together.
/// </param>
public sealed record CauseShare(UncertaintyCause Cause, double Variance, double Share)
{
    /// <summary>
    /// Where inside the cause it comes from, the greatest share first: whose weight to settle, which factor to measure more. Empty where the method is not the weighted sum
    /// or nothing varies.
    /// </summary>
    public IReadOnlyList<FactorShare> Factors { get; init; } = [];
}

/// <summary>One factor's part in what a cause does to the gap.</summary>
/// <param name="Factor">The factor's id.</param>
/// <param name="Share">
/// Cov(the factor's part of the gap, the gap) / Var(the gap), so that shares add up to 1; below 0 where a factor works against the others. A weight's part is
/// w·(difference in value − gap of the point estimate): raising a weight takes from the others, so that only what differs from the gap moves it.
/// </param>
public sealed record FactorShare(string Factor, double Share);

/// <summary>One probability for the whole decision, from draws in which everything that is uncertain varies together.</summary>
public sealed record SimulationResult
{
    private const double FarOff = 0.02;

    /// <summary>Probabilities of ranks and of one candidate beating another.</summary>
    public required RankAcceptability Ranks { get; init; }

    /// <summary>For each candidate the mean of its scores.</summary>
    public required IReadOnlyList<double> MeanScores { get; init; }

    /// <summary>For each candidate the range that holds the middle 95 % of its scores.</summary>
    public required IReadOnlyList<Interval> ScoreIntervals { get; init; }

    /// <summary>For each candidate the mean of the draw's best score − its own: what choosing it is expected to lose.</summary>
    public required IReadOnlyList<double> ExpectedRegrets { get; init; }

    /// <summary>Name of the point estimate's winner; a missing value counts there with 0.5.</summary>
    public required string Winner { get; init; }

    /// <summary>Name of the point estimate's runner-up, or null.</summary>
    public required string? RunnerUp { get; init; }

    /// <summary>The gap between both by the point estimate; 0 where there is no runner-up.</summary>
    public required double Gap { get; init; }

    /// <summary>Variance of the gap over all draws.</summary>
    public required double GapVariance { get; init; }

    /// <summary>The causes that are at work, the greatest share first.</summary>
    public required IReadOnlyList<CauseShare> Causes { get; init; }

    /// <summary>How items were resampled.</summary>
    public required IReadOnlyList<Resampling> Resamplings { get; init; }

    /// <summary>Draws.</summary>
    public required int Draws { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>The share of the gap's variance that comes from causes acting together, 0 to 1.</summary>
    public double Interaction => GapVariance > 0 ? Math.Max(0, 1 - Causes.Sum(c => c.Share)) : 0;

    /// <summary>The Monte-Carlo standard error of a probability p of this simulation: √(p(1 − p)/draws).</summary>
    public double ErrorOf(double p) => Math.Sqrt(Math.Max(0, p * (1 - p)) / Draws);

    /// <summary>
    /// How many more items, over all sets in proportion, until the winner beats the runner-up with a probability, if estimates stay as they are: by the normal
    /// approximation P = Φ(gap/√V) with V = V_items·n/n′ + the rest of the variance. 0 where the draws reach it already; null where no number of items does it
    /// (settle the other causes) or there are no items.
    /// </summary>
    /// <param name="probability">The probability, above 0.5 and below 1.</param>
    public int? ItemsNeeded(double probability)
    {
        var z = Normal.InvCDF(0, 1, probability);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(z, nameof(probability));
        var seen = RunnerUp is null ? 1 : Ranks.Beats[Place(Winner)][Place(RunnerUp)];
        if (seen >= probability)
        {
            return 0;
        }

        var items = Causes.FirstOrDefault(c => c.Cause == UncertaintyCause.Items)?.Variance ?? 0;
        var count = Resamplings.Sum(r => (long)r.Count);
        var room = (Gap / z * (Gap / z)) - Math.Max(0, GapVariance - items);
        if (items <= 0 || count == 0 || room <= 0)
        {
            return null;
        }

        // Where the approximation says that it is reached and the draws do not, they differ by chance, or a cause is far from normal: then items do not help.
        var more = Math.Ceiling((count * items / room) - count);
        return more >= int.MaxValue || (more < 1 && probability - seen > FarOff) ? null : Math.Max(1, (int)more);
    }

    private int Place(string name) => Ranks.Candidates.Select((c, i) => (c, i)).First(x => x.c == name).i;
}
