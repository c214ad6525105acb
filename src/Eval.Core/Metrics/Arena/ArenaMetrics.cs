using Eval.Core.Ratings;

namespace Eval.Core.Metrics.Arena;

/// <summary>The metrics of tournaments. Each rating method has its own: their scales differ and never share a column.</summary>
public static class ArenaMetrics
{
    /// <summary>Mean score of a candidate's battles.</summary>
    public const string Score = "arena_score";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IMetric> All { get; } =
    [
        .. Enum.GetValues<RatingMethod>().SelectMany(Of),
        new ArenaMetric(Score, "mean score of the battles: a win 1, a tie ½; depends on whom one met", true, MetricFormat.Share),
    ];

    /// <summary>The metrics of a tournament, the rating first.</summary>
    public static IReadOnlyList<string> IdsOf(RatingMethod method) => [Rating(method), Best(method), Rank(method), Score];

    /// <summary>Id of the rating.</summary>
    public static string Rating(RatingMethod method) => $"rating_{Word(method)}";

    /// <summary>Id of the probability of being the best.</summary>
    public static string Best(RatingMethod method) => $"best_{Word(method)}";

    /// <summary>Id of the rank.</summary>
    public static string Rank(RatingMethod method) => $"rank_{Word(method)}";

    private static IEnumerable<IMetric> Of(RatingMethod method)
    {
        var name = method switch
        {
            RatingMethod.BradleyTerry => "Bradley–Terry, a tie half a win",
            RatingMethod.RaoKupper => "Rao–Kupper",
            _ => "Davidson",
        };
        yield return new ArenaMetric(Rating(method), $"rating on the Elo scale, mean 1000 ({name})", true, MetricFormat.Number);
        yield return new ArenaMetric(Best(method), $"probability of being the best of the tournament ({name})", true, MetricFormat.Share);
        yield return new ArenaMetric(Rank(method), $"rank, with the best and the worst that the intervals allow ({name})", false, MetricFormat.Rank);
    }

    private static string Word(RatingMethod method) => method switch
    {
        RatingMethod.BradleyTerry => "bt",
        RatingMethod.RaoKupper => "rao_kupper",
        _ => "davidson",
    };
}
