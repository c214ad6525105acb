namespace Eval.Core.Ratings.Fitting;

/// <summary>
/// How much the battles of models outside the main group tell where they are clustered: ten wins on one prompt are hardly more than one. Each cluster counts as one
/// battle, the least that it can be worth.
/// </summary>
internal static class CleanRecords
{
    // 128 MB of bits: beyond it no bounds are given.
    private const long MostBits = 1L << 30;

    /// <summary>For each model the number of its independent battles against its board's main group, divided by that of all of them; NaN where it is not known.</summary>
    /// <param name="battles">The battles, read once more where they are clustered and some models need it.</param>
    /// <param name="cells">The same, grouped.</param>
    /// <param name="parts">The fits of the main groups.</param>
    /// <param name="outside">The undefeated and winless models of their boards.</param>
    /// <param name="rule">Which battles count.</param>
    public static double[] Shares(IBattles battles, BattleCells cells, IEnumerable<FittedPart> parts, IReadOnlyList<int> outside, BothBadRule rule)
    {
        var shares = new double[cells.Models.Count];
        Array.Fill(shares, cells.Clusters == 0 ? 1 : double.NaN);
        if (cells.Clusters == 0 || outside.Count == 0 || (long)outside.Count * cells.Clusters > MostBits)
        {
            return shares;
        }

        var isMain = new bool[shares.Length];
        foreach (var member in parts.SelectMany(p => p.Members))
        {
            isMain[member] = true;
        }

        var (place, seen) = (new int[shares.Length], new System.Collections.BitArray[outside.Count]);
        var (all, independent) = (new double[outside.Count], new double[outside.Count]);
        Array.Fill(place, -1);
        for (var i = 0; i < seen.Length; i++)
        {
            (place[outside[i]], seen[i]) = (i, new System.Collections.BitArray(cells.Clusters));
        }

        foreach (var battle in battles.Read())
        {
            var model = isMain[battle.A] ? place[battle.B] : isMain[battle.B] ? place[battle.A] : -1;
            if (model < 0 || (battle.Outcome == BattleOutcome.BothBad && rule == BothBadRule.Leave))
            {
                continue;
            }

            all[model]++;
            if (battle.Cluster < 0 || !seen[model][battle.Cluster])
            {
                independent[model]++;
                if (battle.Cluster >= 0)
                {
                    seen[model][battle.Cluster] = true;
                }
            }
        }

        for (var i = 0; i < all.Length; i++)
        {
            shares[outside[i]] = independent[i] / all[i];
        }

        return shares;
    }
}
