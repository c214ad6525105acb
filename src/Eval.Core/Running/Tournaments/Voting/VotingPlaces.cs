using Eval.Core.Ratings.Pairings;
using Eval.Core.Suites.Kinds.Arena;

namespace Eval.Core.Running.Tournaments.Voting;

/// <summary>Which battles of an arena people vote on.</summary>
public static class VotingPlaces
{
    private const int MostBattles = 1_000_000;

    /// <summary>Those that were planned for judges or a scorer.</summary>
    public static IReadOnlyList<VotingPlace> Of(IEnumerable<BattleResult> battles) =>
        [.. battles.Select(b => new VotingPlace(b.Plan.SampleOrdinal, b.Plan.Epoch, b.Plan.SampleId, b.Plan.CandidateA, b.Plan.CandidateB))];

    /// <summary>Where people alone decide: all that the pairing has, in its own order.</summary>
    /// <param name="arena">The arena.</param>
    /// <param name="candidates">Ids of the candidates that take part.</param>
    /// <param name="prompts">Prompts, without their repetitions.</param>
    /// <param name="epochs">Repetitions of each prompt.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="sampleIds">The data's ids of the prompts by their place.</param>
    public static IReadOnlyList<VotingPlace> Of(
        ArenaDefinition arena, IReadOnlyList<string> candidates, int prompts, int epochs, int seed, IReadOnlyDictionary<int, string> sampleIds)
    {
        var all = prompts * epochs;
        if (candidates.Count < 2 || all < 1)
        {
            return [];
        }

        var pairings = arena.Pairing.Next(new PairingState
        {
            Models = candidates.Count,
            Prompts = all,
            Round = 0,
            RoundSize = (int)Math.Clamp(arena.Total(candidates.Count, all), 1, MostBattles),
            Seed = seed,
            Baseline = arena.Baseline is { } baseline ? candidates.ToList().IndexOf(baseline) : null,
            Played = [],
        });
        return [.. pairings.Select(p => new VotingPlace(p.Prompt % prompts, p.Prompt / prompts, sampleIds.GetValueOrDefault(p.Prompt % prompts, ""), candidates[p.A], candidates[p.B]))];
    }
}
