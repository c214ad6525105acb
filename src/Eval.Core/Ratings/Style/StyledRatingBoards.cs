using Eval.Core.Ratings.Fitting;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Style;

/// <summary>Ratings at equal style: how long and how marked-up answers are gets terms of its own beside the strengths.</summary>
public static class StyledRatingBoards
{
    /// <summary>Default of the penalty: FastChat's 0.5 on the summed loss, which a few hundred battles outweigh.</summary>
    public const double DefaultPenalty = 0.5;

    /// <summary>
    /// Ratings like those of <see cref="RatingBoards.Of(IBattles, RatingOptions)"/> with a term for each feature, divided by its standard deviation over all
    /// battles. The penalty lies on the summed loss (on the mean loss it would shrink the terms to nothing as battles grow) and on these terms only.
    /// Standard errors are robust, clustered where the battles are, and do not account for the penalty's pull. Battles are read some 10 to 20 times.
    /// </summary>
    /// <param name="battles">The battles with their features.</param>
    /// <param name="options">How to rate; position and style go together.</param>
    /// <param name="penalty">λ of the penalty λ/2 · Σ β², 0 or more; 0 for none.</param>
    /// <exception cref="EvalConfigurationException">As for plain ratings; or the penalty cannot be.</exception>
    /// <exception cref="ArgumentException">As for plain ratings; or a battle has another number of features, or one that is not finite.</exception>
    public static IReadOnlyList<RatingBoard> Of(IStyledBattles battles, RatingOptions options, double penalty = DefaultPenalty)
    {
        if (!(penalty is >= 0 and < double.PositiveInfinity))
        {
            throw new EvalConfigurationException(null, $"the penalty {penalty} on style is not a number from 0", $"for example {DefaultPenalty}");
        }

        RatingBoards.Check(battles.Models, options);
        var plain = new Plain(battles);
        var scale = StyleScale.Of(battles, options.BothBad);
        var styled = new List<(FittedPart Part, StyledPart Likelihood)>();
        return RatingBoards.Of(plain, options, Fit, AddScores);

        FittedPart? Fit(BattleCells cells, int[] members, List<string> notes)
        {
            string[] constant = [.. battles.Features.Where((_, f) => !scale.Used.Contains(f))];
            if (constant.Length > 0)
            {
                notes.Add($"Style: {string.Join(", ", constant)} never vary between the answers and have no term.");
            }

            // The plain fit says whether there is a position term, and is where Newton's method begins.
            var part = FittedPart.TryFit(cells, members, options, notes);
            if (part is null || scale.Used.Length == 0)
            {
                return part;
            }

            var layout = part.Fit.Layout with { Features = scale.Used.Length };
            var likelihood = new StyledPart(battles, members, layout, scale, options.BothBad, penalty);
            if (Newton.Fit(likelihood, [.. part.Fit.Values, .. new double[layout.Features]]) is not { } fit)
            {
                notes.Add("Style is not controlled for: these battles do not tell its terms from each other or from the strengths.");
                return part;
            }

            var without = fit.LogLikelihood + (penalty / 2 * fit.Values.Skip(layout.Style).Sum(b => b * b));
            styled.Add((new FittedPart(members, new LikelihoodFit(layout, fit.Values, fit.Bread, without, fit.Iterations))
            {
                Features = [.. scale.Used.Select(f => battles.Features[f])],
            }, likelihood));
            return styled[^1].Part;
        }

        void AddScores(BattleCells cells, IReadOnlyList<FittedPart> parts)
        {
            foreach (var (part, likelihood) in styled)
            {
                part.Alone = likelihood.AddScores(part.Fit, part.Sandwich);
            }

            ClusterScores.Add(plain, cells, [.. parts.Where(p => p.Features.Count == 0)], options.BothBad);
        }
    }

    private sealed class Plain(IStyledBattles battles) : IBattles
    {
        public IReadOnlyList<string> Models => battles.Models;

        public int Clusters => battles.Clusters;

        public IEnumerable<Battle> Read() => battles.Read().Select(b => b.Battle);
    }
}
