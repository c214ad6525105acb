namespace Eval.Core.Ratings;

/// <summary>Counts who won, lost and tied, and which models can be compared at all.</summary>
internal sealed class BattleTally(int models)
{
    private readonly long[,] _counts = new long[models, 4];
    private readonly int[] _parents = [.. Enumerable.Range(0, models)];

    /// <summary>Battles that were added.</summary>
    public long Battles { get; private set; }

    /// <summary>Groups of models that battles connect, models without any left out.</summary>
    public int Groups => Enumerable.Range(0, models).Count(m => _parents[m] == m && BattlesOf(m) > 0);

    public void Add(in Battle battle)
    {
        Battles++;
        _counts[battle.A, (int)battle.Outcome]++;
        _counts[battle.B, (int)(battle.Outcome switch
        {
            BattleOutcome.AWins => BattleOutcome.BWins,
            BattleOutcome.BWins => BattleOutcome.AWins,
            var other => other,
        })]++;
        var (a, b) = (Root(battle.A), Root(battle.B));
        _parents[a] = b;
    }

    /// <summary>
    /// Rows of a rating without joint distribution, the best first: the rank is the place in the list, shared where ratings are equal. Models without a battle are left out.
    /// </summary>
    /// <param name="names">Names of the models.</param>
    /// <param name="ratings">Their ratings.</param>
    public List<RatingRow> Rows(IReadOnlyList<string> names, IReadOnlyList<double> ratings)
    {
        var fought = Enumerable.Range(0, models).Where(m => BattlesOf(m) > 0).ToList();
        return
        [
            .. fought.OrderByDescending(m => ratings[m]).ThenBy(m => names[m], StringComparer.Ordinal).Select(m => new RatingRow(m, names[m])
            {
                State = RatingState.Estimated,
                Rating = ratings[m],
                Battles = BattlesOf(m),
                Wins = _counts[m, (int)BattleOutcome.AWins],
                Losses = _counts[m, (int)BattleOutcome.BWins],
                Ties = _counts[m, (int)BattleOutcome.Tie],
                BothBad = _counts[m, (int)BattleOutcome.BothBad],
                BestRank = 1 + fought.Count(o => ratings[o] > ratings[m]),
                WorstRank = fought.Count(o => ratings[o] >= ratings[m]),
            }),
        ];
    }

    private long BattlesOf(int model) => _counts[model, 0] + _counts[model, 1] + _counts[model, 2] + _counts[model, 3];

    private int Root(int model)
    {
        while (_parents[model] != model)
        {
            model = _parents[model] = _parents[_parents[model]];
        }

        return model;
    }
}
