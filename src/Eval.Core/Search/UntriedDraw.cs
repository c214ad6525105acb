using Eval.Core.Statistics;

namespace Eval.Core.Search;

/// <summary>Draws a configuration that was not tried yet.</summary>
internal static class UntriedDraw
{
    private const int Attempts = 200;
    private const int Listed = 256;

    /// <summary>
    /// Draws until one is new; where a finite space is nearly used up, chooses among the first ones that are left. Null where none is. In a space that is not finite a branch
    /// that is can be drawn again, if nothing else comes up in many draws.
    /// </summary>
    public static Configuration? Of(SearchSpace space, IReadOnlySet<Configuration> tried, SeededRandom random)
    {
        Configuration? drawn = null;
        for (var i = 0; i < Attempts; i++)
        {
            drawn = space.Sample(random);
            if (!tried.Contains(drawn))
            {
                return drawn;
            }
        }

        if (space.Count is null)
        {
            return drawn;
        }

        Configuration[] left = [.. space.Enumerate().Where(c => !tried.Contains(c)).Take(Listed)];
        return left.Length == 0 ? null : left[random.Next(left.Length)];
    }
}
