using System.Globalization;
using Eval.Cli.Rendering;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Elo;
using Eval.Core.Ratings.Glicko;

namespace Eval.Cli.Commands;

/// <summary>Battles of any source made into the sections of a sheet.</summary>
internal static class RateSheets
{
    /// <summary>The boards of some battles.</summary>
    /// <param name="battles">The battles by their clustering; three where they depend on each other in two ways, the last by both.</param>
    /// <param name="methods">How to rate; a fit by likelihood.</param>
    /// <param name="category">What the battles have in common, or null.</param>
    public static IReadOnlyList<(RatingSection Section, RatingBoard Board)> Fit(IReadOnlyList<IBattles> battles, RateMethods methods, string? category)
    {
        var boards = battles is [var one, var other, var both] ? TwoWayClusters.Of(one, other, both, methods.Likelihood) : RatingBoards.Of(battles[0], methods.Likelihood);
        return
        [
            .. boards.Select((b, i) => (new RatingSection
            {
                Category = category,
                Part = i + 1,
                Parts = boards.Count,
                Rows = b.Rows,
                Battles = b.Battles,
                Clusters = b.Clusters,
                LogLikelihood = b.LogLikelihood,
                Terms = [.. new[] { b.Position, b.Tie }.OfType<RatingTerm>()],
                Resampled = methods.Resamples == 0 ? null : RatingBootstrap.Of(battles[0], b, methods.Likelihood, methods.Resamples),
                Notes = b.Notes,
            }, b)),
        ];
    }

    public static RatingSection Elo(IBattles battles, RateMethods methods, string? category)
    {
        var board = OnlineElo.Of(battles, methods.OfElo);
        return new RatingSection { Category = category, Rows = board.Rows, Battles = board.Battles, History = board.History, Notes = Apart(board.Groups) };
    }

    public static RatingSection Glicko(IReadOnlyList<string> models, IEnumerable<(int Period, Battle Battle)> battles, RateMethods methods, string? category)
    {
        var board = Glicko2.Of(models, battles, methods.OfGlicko);
        return new RatingSection
        {
            Category = category,
            Rows = board.Rows,
            Battles = board.Battles,
            Notes = [$"{board.Periods} rating periods.", .. Apart(board.Groups)],
        };
    }

    /// <summary>The method and its scale in a few words.</summary>
    public static string Scale(RateMethods methods)
    {
        var likelihood = methods.Likelihood;
        string Number(double n) => n.ToString("0.##", CultureInfo.InvariantCulture);
        return methods.Name switch
        {
            RateMethods.Elo => $"online Elo, K {Number(methods.OfElo.K)}, start {Number(methods.OfElo.Start)}",
            RateMethods.Glicko => $"Glicko-2, start {Number(methods.OfGlicko.Start)}, tau {Number(methods.OfGlicko.Tau)}",
            _ => (likelihood.Method switch
            {
                RatingMethod.BradleyTerry => "Bradley–Terry, ties as half",
                RatingMethod.RaoKupper => "Rao–Kupper",
                _ => "Davidson, scale of decided battles",
            }) + (likelihood.Anchor is { } anchor ? $", {anchor} at {Number(likelihood.AnchorRating)}" : ", mean 1000"),
        };
    }

    /// <summary>What the reader must know of the method.</summary>
    /// <param name="methods">How it was rated.</param>
    /// <param name="sections">What came of it.</param>
    /// <param name="clusters">What groups the battles; empty where they stand alone.</param>
    public static IEnumerable<string> Notes(RateMethods methods, IReadOnlyList<RatingSection> sections, IReadOnlyList<string> clusters)
    {
        if (methods.Name == RateMethods.Elo)
        {
            yield return "Online Elo depends on the order of battles, often by more than its sampling error, and has no intervals: a ticker. The estimate is --method bt.";
            yield break;
        }

        if (methods.Name == RateMethods.Glicko)
        {
            yield return "Glicko-2 is for models that change under one name; of fixed versions --method bt is the estimate. Its intervals take all battles for independent.";
            yield break;
        }

        yield return "400 points are odds of ten to one. Ratings of two methods have different scales and never share a table.";
        if (sections.Any(s => s.Rows.Any(r => r.BestRank < r.WorstRank)))
        {
            yield return "A rank such as 1-3 is a range: the intervals do not tell the model from its neighbours.";
        }

        if (sections.Any(s => s.Rows.Any(r => r.BestProbability is not null)))
        {
            yield return $"P(best) is counted over {methods.Likelihood.Draws.ToString("#,0", CultureInfo.InvariantCulture)} draws of all ratings together, seed {methods.Likelihood.Seed}.";
        }

        if (methods.Resamples > 0)
        {
            yield return sections.Any(s => s.Resampled is not null)
                ? $"SE beside SE boot: by the sandwich, and by up to {Figures.Count(methods.Resamples)} resamples of {(clusters.Count > 0 ? clusters[0] : "battles")}, seed {methods.Likelihood.Seed}."
                : "Resampling gave nothing to compare: some models are not estimated, or next to no resample rates all of them.";
            foreach (var sentence in sections.Select(RatingFigures.Resamples).OfType<string>())
            {
                yield return sentence;
            }
        }
    }

    /// <summary>Sections with the sentences left out that all of them say, and these sentences.</summary>
    public static (IReadOnlyList<RatingSection> Sections, IReadOnlyList<string> Common) Together(IReadOnlyList<RatingSection> sections)
    {
        string[] common = sections.Count < 2 ? [] : [.. sections[0].Notes.Where(n => sections.All(s => s.Notes.Contains(n)))];
        return ([.. sections.Select(s => s with { Notes = [.. s.Notes.Except(common)] })], common);
    }

    private static string[] Apart(int groups) => groups > 1
        ? [$"The models fall into {groups} groups that never met, not even by way of others: ratings of different groups cannot be compared."] : [];
}
