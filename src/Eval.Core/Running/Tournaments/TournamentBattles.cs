using Eval.Core.Ratings;

namespace Eval.Core.Running.Tournaments;

/// <summary>Turns what a tournament stored into battles that ratings are estimated from.</summary>
public static class TournamentBattles
{
    /// <summary>
    /// The battles. The games of one battle (judges, orders) weigh as one together, and all battles on one prompt are one cluster. A game without an
    /// order counts half in each.
    /// </summary>
    /// <param name="candidates">Ids of the candidates; their order is that of <see cref="IBattles.Models"/>.</param>
    /// <param name="battles">Stored battles; those that are not scored are left out.</param>
    public static BattleList Of(IReadOnlyList<string> candidates, IEnumerable<BattleResult> battles)
    {
        var models = candidates.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i, StringComparer.Ordinal);
        var clusters = new Dictionary<string, int>(StringComparer.Ordinal);
        var list = new List<Battle>();
        foreach (var battle in battles.Where(b => b.Games.Count > 0))
        {
            var (a, b) = (models[battle.Plan.CandidateA], models[battle.Plan.CandidateB]);
            if (!clusters.TryGetValue(battle.Cluster, out var cluster))
            {
                clusters[battle.Cluster] = cluster = clusters.Count;
            }

            var weight = 1.0 / battle.Games.Count;
            foreach (var game in battle.Games)
            {
                var asA = new Battle(a, b, game.Outcome) { Cluster = cluster, Weight = game.AFirst is null ? weight / 2 : weight };
                if (game.AFirst != false)
                {
                    list.Add(asA);
                }

                if (game.AFirst != true)
                {
                    list.Add(asA with { A = b, B = a, Outcome = Swapped(game.Outcome) });
                }
            }
        }

        return new BattleList(candidates, list);
    }

    /// <summary>People's votes as battles; all votes on one prompt are one cluster.</summary>
    /// <param name="candidates">Ids of the candidates; their order is that of <see cref="IBattles.Models"/>.</param>
    /// <param name="votes">The votes; those on others are left out.</param>
    public static BattleList Of(IReadOnlyList<string> candidates, IEnumerable<Vote> votes)
    {
        var models = candidates.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i, StringComparer.Ordinal);
        var clusters = new Dictionary<(int, int), int>();
        var list = new List<Battle>();
        foreach (var vote in votes.Where(v => models.ContainsKey(v.CandidateA) && models.ContainsKey(v.CandidateB)))
        {
            var prompt = (vote.Epoch, vote.SampleOrdinal);
            if (!clusters.TryGetValue(prompt, out var cluster))
            {
                clusters[prompt] = cluster = clusters.Count;
            }

            var (a, b) = (models[vote.CandidateA], models[vote.CandidateB]);
            list.Add(vote.AFirst ? new Battle(a, b, vote.Outcome) { Cluster = cluster } : new Battle(b, a, Swapped(vote.Outcome)) { Cluster = cluster });
        }

        return new BattleList(candidates, list);
    }

    private static BattleOutcome Swapped(BattleOutcome outcome) => outcome switch
    {
        BattleOutcome.AWins => BattleOutcome.BWins,
        BattleOutcome.BWins => BattleOutcome.AWins,
        _ => outcome,
    };
}
