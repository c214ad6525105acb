using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Pairings;

/// <summary>
/// Like meets like: match days on which models near each other in the standings meet, the standings being wins minus losses up to the round. Those with the fewest pairings
/// play first, so that every model plays equally often (one sits out on each day where their number is odd). In a chess tournament nobody meets twice; here they may on
/// another prompt, but whoever has met often counts as further apart: otherwise neighbours alone would ever meet, and the table would hang together by a thread.
/// </summary>
internal sealed class Swiss : IPairingPolicy
{
    /// <summary>Ranks that a pair counts as further apart when it has met twice as often as the average pair rather than as often.</summary>
    private const double Variety = 4;

    public string Name => "swiss";

    public string Description => "models of like score so far meet, every model equally often";

    public bool IsAdaptive => true;

    public bool NeedsBaseline => false;

    public long Total(int models, int prompts) => (long)models * (models - 1) / 2 * prompts;

    public IReadOnlyList<PlannedPairing> Next(PairingState state)
    {
        var meetings = new Meetings(state);
        var standings = new double[state.Models];
        foreach (var played in state.Played)
        {
            // What nobody could decide counts like a tie: nothing for either.
            var lead = (played.Score ?? 0.5) - 0.5;
            standings[played.A] += lead;
            standings[played.B] -= lead;
        }

        var random = SeededRandom.For(state.Seed, $"swiss round {state.Round}");
        int[] models = [.. Enumerable.Range(0, state.Models)];
        var planned = new List<PlannedPairing>();
        while (planned.Count < state.RoundSize)
        {
            var before = planned.Count;
            random.Shuffle<int>(models);
            var tables = Math.Min(state.Models / 2, state.RoundSize - before);
            PlayDay([.. models.OrderBy(meetings.Of).Take(2 * tables).OrderByDescending(m => standings[m])], meetings, planned, state.RoundSize);
            if (planned.Count == before)
            {
                // Those who have played least have nobody left among themselves.
                PlayDay([.. models.OrderByDescending(m => standings[m])], meetings, planned, state.RoundSize);
            }

            if (planned.Count == before)
            {
                break;
            }
        }

        return planned;
    }

    /// <summary>From the top of the standings each finds the opponent nearest to it that is free.</summary>
    private static void PlayDay(int[] ranked, Meetings meetings, List<PlannedPairing> planned, int most)
    {
        var taken = new bool[ranked.Length];
        for (var i = 0; i < ranked.Length && planned.Count < most; i++)
        {
            var (opponent, least) = (-1, double.PositiveInfinity);
            for (var j = i + 1; j < ranked.Length && !taken[i] && j - i < least; j++)
            {
                var distance = j - i + (Variety * meetings.Of(ranked[i], ranked[j]) / (meetings.AverageOfPairs + 1));
                if (!taken[j] && distance < least && meetings.CanMeet(ranked[i], ranked[j]))
                {
                    (opponent, least) = (j, distance);
                }
            }

            if (opponent >= 0)
            {
                taken[i] = taken[opponent] = true;
                planned.Add(meetings.Plan(ranked[i], ranked[opponent], 1));
            }
        }
    }
}
