using Eval.Core.Ratings;
using Eval.Core.Ratings.Style;

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
    public static BattleList Of(IReadOnlyList<string> candidates, IEnumerable<BattleResult> battles) =>
        new(candidates, [.. Games(candidates, battles.Where(b => b.Games.Count > 0)).Select(g => g.Game)]);

    /// <summary>The same with features of style; battles whose answers' style is not known are left out.</summary>
    /// <param name="candidates">Ids of the candidates; their order is that of <see cref="IBattles.Models"/>.</param>
    /// <param name="battles">Stored battles; those that are not scored are left out.</param>
    /// <param name="features">Names of the features (<see cref="AnswerStyle.Features"/>).</param>
    public static StyledBattleList Styled(IReadOnlyList<string> candidates, IEnumerable<BattleResult> battles, IReadOnlyList<string> features)
    {
        var places = features.Select(f => AnswerStyle.Features.ToList().IndexOf(f)).ToArray();
        return new StyledBattleList(candidates, features, [.. Games(candidates, battles.Where(b => b.Games.Count > 0 && b.Styles is not null)).Select(g =>
        {
            var (a, b) = g.Battle.Styles!.Value;
            var all = g.IsSwapped ? AnswerStyle.Difference(b, a) : AnswerStyle.Difference(a, b);
            return new StyledBattle(g.Game, [.. places.Select(p => all[p])]);
        })]);
    }

    private static IEnumerable<(Battle Game, BattleResult Battle, bool IsSwapped)> Games(IReadOnlyList<string> candidates, IEnumerable<BattleResult> battles)
    {
        var models = candidates.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i, StringComparer.Ordinal);
        var clusters = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var battle in battles)
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
                    yield return (asA, battle, IsSwapped: false);
                }

                if (game.AFirst != true)
                {
                    yield return (asA with { A = b, B = a, Outcome = Swapped(game.Outcome) }, battle, IsSwapped: true);
                }
            }
        }
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
