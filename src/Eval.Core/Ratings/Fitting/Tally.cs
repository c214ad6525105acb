namespace Eval.Core.Ratings.Fitting;

/// <summary>Battles of one model by how they ended for it, those left out of the ratings too.</summary>
internal record struct Tally(long Wins, long Losses, long Ties, long BothBad)
{
    public readonly long Battles => Wins + Losses + Ties + BothBad;

    /// <summary>The tallies of some models (against whomever they met), and the number of battles between them.</summary>
    public static (Tally[] Tallies, long Battles) Of(BattleCells cells, int[] models)
    {
        var tallies = new Tally[models.Length];
        var place = models.Index().ToDictionary(m => m.Item, m => m.Index);
        var between = 0L;
        foreach (ref readonly var cell in cells.All)
        {
            var (hasA, hasB) = (place.TryGetValue(cell.A, out var a), place.TryGetValue(cell.B, out var b));
            var (wins, losses, ties, bad) = ((long)cell.Counts[0], (long)cell.Counts[1], (long)cell.Counts[2], (long)cell.Counts[3]);
            if (hasA)
            {
                tallies[a].Add(wins, losses, ties, bad);
            }

            if (hasB)
            {
                tallies[b].Add(losses, wins, ties, bad);
            }

            between += hasA && hasB ? (long)cell.Battles : 0;
        }

        return (tallies, between);
    }

    private void Add(long wins, long losses, long ties, long bothBad) =>
        (Wins, Losses, Ties, BothBad) = (Wins + wins, Losses + losses, Ties + ties, BothBad + bothBad);
}
