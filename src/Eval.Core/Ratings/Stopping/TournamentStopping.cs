using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Ratings.Stopping;

/// <summary>Decides at a look whether a tournament has found out what it was to find out. Pure: the same boards and looks give the same decision.</summary>
/// <remarks>
/// The boundary of the look is the one at which all looks together err with probability α at most when z moves like a Brownian path over the share of the
/// battles. A leader or a ranking is decided only if every one of its differences is shown; each at α would do for that (R. L. Berger 1982; S. Gutmann and
/// Z. Maymin 1987 for a leader chosen by the data), Holm's rule makes the single differences safer to read as well. Ratings shown beside the decision keep
/// their intervals for one look: after an early end they say a little too much, the tests of the decision do not.
/// </remarks>
public static class TournamentStopping
{
    /// <summary>Levels below cannot be told from rounding.</summary>
    private const double Least = 1e-15;

    /// <summary>Decides.</summary>
    /// <param name="rule">The rule, as it was before the first battle.</param>
    /// <param name="boards">The ratings of all battles so far.</param>
    /// <param name="looks">The looks so far; the last one is due.</param>
    /// <param name="battles">
    /// Battles of each model by its name, where a battle has several verdicts (judges, orders) that the boards count one by one; null to take those of the boards.
    /// </param>
    /// <exception cref="ArgumentException">The rule cannot be, or no look is due.</exception>
    public static StoppingDecision Decide(StoppingRule rule, IReadOnlyList<RatingBoard> boards, StoppingLooks looks, IReadOnlyDictionary<string, long>? battles = null)
    {
        rule.Check();
        if (!looks.IsDue || looks.Fractions.Count == 0)
        {
            throw new ArgumentException("No look is due.", nameof(looks));
        }

        var boundary = AlphaSpending.Boundaries(rule.Spending, rule.Alpha, [.. looks.Fractions], SpendingSides.TwoPerSide)[^1];
        var open = new StoppingDecision
        {
            IsDecided = false,
            Why = "",
            Rule = rule.Describe(),
            Look = looks.Fractions.Count,
            Fraction = looks.Fractions[^1],
            Boundary = boundary,
        };
        var claim = StoppingClaim.Of(rule, boards, battles);
        if (claim.Missing is { } missing)
        {
            return open with { Why = missing };
        }

        var level = 2 * Normal.CDF(0, 1, -boundary);
        if (!(level / claim.Pairs.Count > Least))
        {
            return open with { Why = $"It is too early to decide anything at look {open.Look}." };
        }

        var tests = BoardDifferences.Test(claim.Board!, claim.Pairs, level, rule.Equivalence);
        var isDecided = tests.All(t => t.Finding != StoppingFinding.Open);
        return open with { IsDecided = isDecided, Tests = tests, Why = $"{StoppingSentences.Of(rule, tests)} (look {open.Look}, {open.Fraction:0%} of the battles)." };
    }
}
