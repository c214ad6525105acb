using System.Globalization;

namespace Eval.Core.Ratings.Fitting;

/// <summary>What the reader of a board must know, sentence by sentence.</summary>
internal static class BoardNotes
{
    private const int MostNames = 5;

    /// <summary>The sentences.</summary>
    /// <param name="cells">All battles.</param>
    /// <param name="options">How it was rated.</param>
    /// <param name="placed">Where the models stand.</param>
    /// <param name="part">The fit of the main group, finished; null where there is none.</param>
    /// <param name="boards">Number of boards.</param>
    /// <param name="earlier">What the fit had to say.</param>
    public static List<string> Of(BattleCells cells, RatingOptions options, PlacedModels placed, FittedPart? part, int boards, IReadOnlyList<string> earlier)
    {
        var notes = new List<string>(earlier);
        if (boards > 1)
        {
            notes.Add($"The models fall into {boards} groups that never met, not even by way of others: each has a board of its own, and ratings of different boards cannot be compared.");
        }

        States(notes, cells, placed);
        if (options.Anchor is { } anchor)
        {
            Anchor(notes, cells, placed, anchor);
        }

        if (options.BothBad == BothBadRule.Leave && LeftOut(cells, placed.Models) is > 0 and var left)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{left:N0} battles in which both answers were bad are left out of the ratings."));
        }

        if (options.Method != RatingMethod.BradleyTerry && part is { Fit.Layout.Tie: < 0 })
        {
            notes.Add($"There are no ties: the tie parameter is 0, its lower end, and the ratings are those of Bradley–Terry.");
        }

        if (part is not null)
        {
            Precision(notes, cells, part);
        }

        return notes;
    }

    private static void States(List<string> notes, BattleCells cells, PlacedModels placed)
    {
        if (placed.Models.Length == 1)
        {
            notes.Add($"{cells.Models[placed.Models[0]]} has no battle that counts: it is not rated.");
            return;
        }

        Say(RatingState.NotInformative, "only tied, or won and lost evenly in every cluster: the battles do not vary, and nothing can be said about how certain the ratings are");
        Say(RatingState.Undefeated, "never lost or tied against the others, alone or as a group: only a lower bound exists");
        Say(RatingState.Winless, "never won or tied against the others, alone or as a group: only an upper bound exists");
        Say(RatingState.NotEstimable, "cannot be placed: whom it met, it beat always or lost to always");
        if (!placed.AllEstimated)
        {
            notes.Add(placed.States.Contains(RatingState.Estimated)
                ? "The ratings shown are those of one virtual tie for each model against an opponent of 1000; intervals and differences of the estimated models come from their own battles alone."
                : "The ratings shown are those of one virtual tie for each model against an opponent of 1000; they have no intervals.");
        }

        void Say(RatingState state, string what)
        {
            string[] names = [.. placed.Models.Where((_, i) => placed.States[i] == state).Select(m => cells.Models[m])];
            if (names.Length > 0)
            {
                notes.Add($"{List(names)}: {what}.");
            }
        }
    }

    private static void Anchor(List<string> notes, BattleCells cells, PlacedModels placed, string anchor)
    {
        var place = Array.FindIndex(placed.Models, m => string.Equals(cells.Models[m], anchor, StringComparison.Ordinal));
        if (place < 0)
        {
            notes.Add($"The anchor {anchor} is on another board: this one is not shifted.");
        }
        else if (placed.States[place] != RatingState.Estimated)
        {
            notes.Add($"The anchor {anchor} is not estimated itself: the board is shifted by what is shown of it.");
        }
    }

    private static void Precision(List<string> notes, BattleCells cells, FittedPart part)
    {
        if (part.Covariance is not { } covariance)
        {
            notes.Add("All battles are in one cluster: there are no intervals, because nothing tells how clusters differ.");
            return;
        }

        if (!part.Varies)
        {
            return;
        }

        if (part.Clusters > 0 && part.Clusters < part.Members.Length + 1)
        {
            notes.Add($"There are only {part.Clusters:0} clusters for {part.Members.Length} models: differences look more certain than they are.");
        }

        if (FirstCertainPair(part, covariance) is var (a, b))
        {
            notes.Add($"The battles of {cells.Models[part.Members[a]]} and {cells.Models[part.Members[b]]} do not vary (they only tied, or evened out in every cluster): their difference looks certain and is not.");
        }
    }

    private static (int A, int B)? FirstCertainPair(FittedPart part, MathNet.Numerics.LinearAlgebra.Matrix<double> covariance)
    {
        for (var a = 0; a < part.Members.Length; a++)
        {
            for (var b = a + 1; b < part.Members.Length; b++)
            {
                if (covariance[a, a] + covariance[b, b] - (2 * covariance[a, b]) < 1e-12)
                {
                    return (a, b);
                }
            }
        }

        return null;
    }

    private static double LeftOut(BattleCells cells, int[] models)
    {
        var sum = 0.0;
        foreach (ref readonly var cell in cells.All)
        {
            sum += Array.BinarySearch(models, cell.A) >= 0 && Array.BinarySearch(models, cell.B) >= 0 ? cell.Counts[BattleOutcome.BothBad] : 0;
        }

        return sum;
    }

    private static string List(string[] names) =>
        names.Length <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more";
}
