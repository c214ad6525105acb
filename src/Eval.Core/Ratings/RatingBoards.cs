using Eval.Core.Ratings.Fitting;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings;

/// <summary>Rates models by their battles.</summary>
public static class RatingBoards
{
    /// <summary>Models that can be rated at once: a fit takes memory by the square of their number and time by the cube.</summary>
    public const int MostModels = 1000;

    /// <summary>
    /// Ratings by maximum likelihood with robust (sandwich) intervals, clustered where the battles are: one board for each connected part of the battles,
    /// the largest first. Battles are read once, and once more for clusters; memory grows with models and clusters, never with battles. The steps are those
    /// of Newton's method on grouped counts; the same battles in any order give the same ratings but for rounding.
    /// </summary>
    /// <param name="battles">The battles.</param>
    /// <param name="options">How to rate.</param>
    /// <returns>The boards; none where there are no models. A model without battles that count is alone on its board.</returns>
    /// <exception cref="EvalConfigurationException">
    /// The anchor is unknown, the confidence or the number of draws cannot be, there are more than <see cref="MostModels"/> models, or a battle's weight is
    /// not from 10⁻¹² to 10¹².
    /// </exception>
    /// <exception cref="ArgumentException">A battle's models, outcome or cluster are not among those announced.</exception>
    /// <exception cref="InvalidOperationException">Not even the ratings with a virtual tie converge, because weights are too far apart.</exception>
    public static IReadOnlyList<RatingBoard> Of(IBattles battles, RatingOptions options)
    {
        return Of(
            battles, options, (cells, members, notes) => FittedPart.TryFit(cells, members, options, notes),
            (cells, parts) => ClusterScores.Add(battles, cells, parts, options.BothBad));
    }

    /// <summary>The same with another fit.</summary>
    /// <param name="battles">The battles.</param>
    /// <param name="options">How to rate.</param>
    /// <param name="fit">Fits the models of a main group; null, with a note, where it cannot.</param>
    /// <param name="addScores">Adds to the fits' sandwiches what grouped battles do not tell.</param>
    internal static IReadOnlyList<RatingBoard> Of(
        IBattles battles, RatingOptions options, Func<BattleCells, int[], List<string>, FittedPart?> fit, Action<BattleCells, IReadOnlyList<FittedPart>> addScores)
    {
        Check(battles.Models, options);
        var cells = BattleCells.Read(battles, options.BothBad);
        var graph = new BattleGraph(cells);
        var components = graph.Components();
        var standings = components.Select(c => Standings.Of(graph, c)).ToArray();
        var notes = components.Select(_ => new List<string>()).ToArray();
        FittedPart?[] parts = [.. standings.Select((s, i) => s.Main.Length < 2 ? null : fit(cells, s.Main, notes[i]))];
        addScores(cells, [.. parts.OfType<FittedPart>()]);
        int[] outside = [.. components.SelectMany((c, i) => parts[i] is null ? [] : c.Where(m => standings[i][m] is RatingState.Undefeated or RatingState.Winless))];
        var shares = CleanRecords.Shares(battles, cells, parts.OfType<FittedPart>(), outside, options.BothBad);
        var boards = new RatingBoard[components.Count];
        for (var i = 0; i < boards.Length; i++)
        {
            parts[i]?.Finish();
            var placed = PlacedModels.Of(cells, options, components[i], standings[i], parts[i], shares);
            boards[i] = BoardBuilder.Build(cells, options, placed, parts[i], BoardNotes.Of(cells, options, placed, parts[i], boards.Length, notes[i]));
        }

        return boards;
    }

    /// <summary>Finds what is wrong with the options before anything is read.</summary>
    internal static void Check(IReadOnlyList<string> models, RatingOptions options)
    {
        var problems = new List<ConfigProblem>();
        if (models.Count > MostModels)
        {
            problems.Add(new(null, $"there are {models.Count} models; at most {MostModels} can be rated at once", "rate fewer, or check that the model columns hold names"));
        }

        if (options.Anchor is { } anchor && !models.Contains(anchor))
        {
            problems.Add(new(null, $"the anchor \"{anchor}\" is not among the models", NearestName.Hint(anchor, models)));
        }

        if (!(options.Confidence is > 0 and < 1))
        {
            problems.Add(new(null, $"the confidence {options.Confidence} is not between 0 and 1", "for example 0.95"));
        }

        if (!double.IsFinite(options.AnchorRating))
        {
            problems.Add(new(null, "the anchor's rating is not a finite number"));
        }

        if (options.Draws < 0)
        {
            problems.Add(new(null, $"{options.Draws} draws cannot be taken", "0 for none"));
        }

        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }
    }
}
