using Eval.Core.Ratings;
using Eval.Core.Ratings.Style;
using Eval.Core.Running.Tournaments.Voting;

namespace Eval.Core.Running.Tournaments;

/// <summary>Turns what a tournament stored into battles that ratings are estimated from.</summary>
public static class TournamentBattles
{
    /// <summary>
    /// The battles. The games of one battle (judges, orders) weigh as one together, and all battles on one prompt are one cluster. A game without an
    /// order counts half in each where orders matter.
    /// </summary>
    /// <param name="candidates">Ids of the candidates; their order is that of <see cref="IBattles.Models"/>.</param>
    /// <param name="battles">Stored battles; those that are not scored are left out.</param>
    /// <param name="position">True where being shown first has a term of its own.</param>
    public static BattleList Of(IReadOnlyList<string> candidates, IEnumerable<BattleResult> battles, bool position = false) =>
        new(candidates, [.. Alone([.. Games(candidates, battles.Where(b => b.Games.Count > 0), position).Select(g => g.Game)])]);

    /// <summary>The same with features of style; battles whose answers' style is not known are left out.</summary>
    /// <param name="candidates">Ids of the candidates; their order is that of <see cref="IBattles.Models"/>.</param>
    /// <param name="battles">Stored battles; those that are not scored are left out.</param>
    /// <param name="features">Names of the features (<see cref="AnswerStyle.Features"/>).</param>
    /// <param name="position">True where being shown first has a term of its own.</param>
    public static StyledBattleList Styled(IReadOnlyList<string> candidates, IEnumerable<BattleResult> battles, IReadOnlyList<string> features, bool position = false)
    {
        var places = features.Select(f => AnswerStyle.Features.ToList().IndexOf(f)).ToArray();
        var games = Games(candidates, battles.Where(b => b.Games.Count > 0 && b.Styles is not null), position).ToList();
        return new StyledBattleList(candidates, features, [.. games.Zip(Alone([.. games.Select(g => g.Game)]), (g, game) =>
        {
            var (a, b) = g.Battle.Styles!.Value;
            var all = g.IsSwapped ? AnswerStyle.Difference(b, a) : AnswerStyle.Difference(a, b);
            return new StyledBattle(game, [.. places.Select(p => all[p])]);
        })]);
    }

    // Where each cluster has one battle, all stand alone, as those of a file do: the two must not have different intervals.
    private static IEnumerable<Battle> Alone(IReadOnlyList<Battle> games) =>
        games.Select(g => g.Cluster).Distinct().Count() < games.Count ? games : games.Select(g => g with { Cluster = -1 });

    private static IEnumerable<(Battle Game, BattleResult Battle, bool IsSwapped)> Games(
        IReadOnlyList<string> candidates, IEnumerable<BattleResult> battles, bool position)
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
                var isHalved = position && game.AFirst is null;
                var asA = new Battle(a, b, game.Outcome) { Cluster = cluster, Weight = isHalved ? weight / 2 : weight };
                if (game.AFirst != false)
                {
                    yield return (asA, battle, IsSwapped: false);
                }

                if (game.AFirst == false || isHalved)
                {
                    yield return (asA with { A = b, B = a, Outcome = Swapped(game.Outcome) }, battle, IsSwapped: true);
                }
            }
        }
    }

    /// <summary>
    /// People's votes as battles that they decided, in the order in which they were first voted on; each rater's vote is a game, so that those on one battle weigh as one
    /// together, however many raters saw it. Slices and clusters are taken from what the prompts are known to have.
    /// </summary>
    /// <param name="votes">The votes.</param>
    /// <param name="prompts">Slices and cluster of a prompt by its place; a prompt that is not among them is its own cluster.</param>
    public static IReadOnlyList<BattleResult> Voted(IEnumerable<Vote> votes, IReadOnlyDictionary<int, PromptGroup> prompts) =>
    [
        .. votes.GroupBy(v => (v.SampleOrdinal, v.Epoch, v.CandidateA, v.CandidateB)).Select((battle, i) =>
        {
            var (ordinal, epoch, a, b) = battle.Key;
            var id = battle.First().SampleId;
            var prompt = prompts.GetValueOrDefault(ordinal);
            return new BattleResult
            {
                Plan = new PlannedBattle(i, 0, a, b, ordinal, epoch, id, 1),
                Outcome = SampleOutcome.Completed,
                Games = [.. battle.Select(v => new BattleGame(v.Rater, v.Outcome) { AFirst = v.AFirst })],
                Slices = prompt?.Slices ?? new Dictionary<string, string>(StringComparer.Ordinal),
                Cluster = prompt?.Cluster ?? id,
            };
        }),
    ];

    internal static BattleOutcome Swapped(BattleOutcome outcome) => outcome switch
    {
        BattleOutcome.AWins => BattleOutcome.BWins,
        BattleOutcome.BWins => BattleOutcome.AWins,
        _ => outcome,
    };
}

/// <summary>What battles on one prompt have in common.</summary>
/// <param name="Cluster">The group of dependent battles, or null for the prompt itself.</param>
/// <param name="Slices">Slice values by field name.</param>
public sealed record PromptGroup(string? Cluster, IReadOnlyDictionary<string, string> Slices);
