using Eval.Core.Ratings;
using Eval.Core.Ratings.Stopping;

namespace Eval.Core.Suites.Kinds.Arena;

/// <summary>How an arena's battles are rated, and when they are enough.</summary>
/// <param name="Method">The model of wins and ties.</param>
/// <param name="Position">True where being shown first has a term of its own.</param>
/// <param name="BothBad">How battles in which both answers are bad count.</param>
/// <param name="Until">When the tournament may end before all is played, or null for never.</param>
public sealed record ArenaRating(RatingMethod Method, bool Position, BothBadRule BothBad, StoppingRule? Until)
{
    /// <summary>Features of answers that ratings are controlled for; see <see cref="Ratings.Style.AnswerStyle.Features"/>. Empty for none.</summary>
    public IReadOnlyList<string> Style { get; init; } = [];

    /// <summary>The candidate that all others meet, for win rates against it; null where there is none.</summary>
    public string? Baseline { get; init; }
}
