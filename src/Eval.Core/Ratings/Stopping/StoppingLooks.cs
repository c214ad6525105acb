namespace Eval.Core.Ratings.Stopping;

/// <summary>At which looks a tournament was looked at so far; a function of how many battles each round ended with, so that it need not be stored.</summary>
/// <param name="Fractions">Share of the planned battles at each look that was or is due, rising, above 0, at most 1.</param>
/// <param name="IsDue">Whether the last round ended at a look; else there is nothing to decide after it.</param>
/// <param name="IsLast">Whether the look is the last one.</param>
public sealed record StoppingLooks(IReadOnlyList<double> Fractions, bool IsDue, bool IsLast)
{
    /// <summary>The looks after some rounds: one after the first round that reaches each k-th part of the planned battles, and one at the end.</summary>
    /// <param name="looks">Looks at most (<see cref="StoppingRule.Looks"/>).</param>
    /// <param name="played">Battles played in all after each round so far, the last one just ended; not falling. What could not be decided counts too.</param>
    /// <param name="planned">Battles that the whole tournament was meant to have, 1 or more: all of the policy's, or as many as the plan allows. Fixed beforehand.</param>
    /// <param name="ended">True where nothing follows, although less may be played than planned: the money is spent, say. Never true because of results.</param>
    public static StoppingLooks After(int looks, IReadOnlyList<long> played, long planned, bool ended = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(planned, 1);
        var fractions = new List<double>();
        var (taken, isDue) = (0L, false);
        for (var round = 0; round < played.Count; round++)
        {
            var reached = Math.Min((long)((Int128)played[round] * looks / planned), looks);
            isDue = reached > taken;
            if (isDue)
            {
                taken = reached;
                fractions.Add(Math.Min(1, (double)played[round] / planned));
            }
        }

        // What is left of α is spent at the end, on the cautious side: the last step counts as larger than it was.
        var isLast = taken == looks || ended;
        if (ended && played.Count > 0 && taken < looks)
        {
            fractions = [.. fractions.Take(isDue ? fractions.Count - 1 : fractions.Count), 1];
            isDue = true;
        }

        return new StoppingLooks(fractions, isDue, isLast && isDue);
    }
}
