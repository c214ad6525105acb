using Eval.Core.Selection.Pareto;

namespace Eval.Core.Search;

/// <summary>One of several things that matter.</summary>
/// <param name="Measure">Its name among <see cref="Trial.Measures"/>.</param>
/// <param name="Direction">Which way is better.</param>
public sealed record TrialObjective(string Measure, Direction Direction);

/// <summary>The trials that nothing beats in everything: what a person chooses from when quality, speed and cost all matter.</summary>
public static class TrialFront
{
    /// <summary>
    /// Finds them. Each configuration counts once, by its last trial of the largest budget it had; failures and trials that lack a measure are left out.
    /// </summary>
    /// <param name="trials">The trials.</param>
    /// <param name="objectives">What matters, 1 or more.</param>
    /// <returns>The trials on the front, in the order given.</returns>
    public static IReadOnlyList<Trial> Of(IReadOnlyList<Trial> trials, IReadOnlyList<TrialObjective> objectives)
    {
        Trial[] complete =
        [
            .. trials.GroupBy(t => t.Configuration).Select(g => g.Reverse().MaxBy(t => t.Budget)!)
                .Where(t => t.Succeeded && objectives.All(o => t.Measures.TryGetValue(o.Measure, out var m) && double.IsFinite(m))),
        ];
        var front = ParetoFront.Of(
            [.. complete.Select(t => new ParetoPoint(t.Configuration.Text, [.. objectives.Select(o => t.Measures[o.Measure])]))],
            [.. objectives.Select(o => o.Direction)]);
        return [.. complete.Where((_, i) => front.Rows[i].IsOnFront)];
    }
}
