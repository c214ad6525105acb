using Eval.Core.Ratings;

namespace Eval.Core.Metrics.Arena;

/// <summary>The metrics of tournaments. Each rating method has its own: their scales differ and never share a column.</summary>
public static class ArenaMetrics
{
    /// <summary>Mean score of a candidate's battles.</summary>
    public const string Score = "arena_score";

    /// <summary>Length-controlled win rate against the baseline.</summary>
    public const string LengthControlled = "lc_win_rate";

    private static readonly HashSet<string> BestIds = [.. Enum.GetValues<RatingMethod>().SelectMany(m => new[] { Best(m), Best(m, isStyled: true) })];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IMetric> All { get; } =
    [
        .. Enum.GetValues<RatingMethod>().SelectMany(m => Of(m, isStyled: false)),
        .. Enum.GetValues<RatingMethod>().SelectMany(m => Of(m, isStyled: true)),
        new ArenaMetric(Score, "mean score of the battles: a win 1, a tie ½; depends on whom one met", true, MetricFormat.Share),
        new ArenaMetric(LengthControlled, "win rate against the arena's baseline as if both answers were of one length (AlpacaEval's LC, without its regularisation)", true, MetricFormat.Share),
    ];

    /// <summary>The metrics of a tournament, the rating first.</summary>
    /// <param name="method">The model of wins and ties.</param>
    /// <param name="isStyled">True where style has terms of its own.</param>
    public static IReadOnlyList<string> IdsOf(RatingMethod method, bool isStyled) => [Rating(method, isStyled), Best(method, isStyled), Rank(method, isStyled), Score];

    /// <summary>Id of the rating.</summary>
    public static string Rating(RatingMethod method, bool isStyled = false) => $"rating_{Word(method, isStyled)}";

    /// <summary>Id of the probability of being the best.</summary>
    public static string Best(RatingMethod method, bool isStyled = false) => $"best_{Word(method, isStyled)}";

    /// <summary>True for the probabilities of being the best.</summary>
    public static bool IsBest(string metricId) => BestIds.Contains(metricId);

    /// <summary>Id of the rank.</summary>
    public static string Rank(RatingMethod method, bool isStyled = false) => $"rank_{Word(method, isStyled)}";

    private static IEnumerable<IMetric> Of(RatingMethod method, bool isStyled)
    {
        var name = (method switch
        {
            RatingMethod.BradleyTerry => "Bradley–Terry, a tie half a win",
            RatingMethod.RaoKupper => "Rao–Kupper",
            _ => "Davidson",
        }) + (isStyled ? ", at equal style" : "");
        yield return new ArenaMetric(Rating(method, isStyled), $"rating on the Elo scale, mean 1000 ({name})", true, MetricFormat.Number);
        yield return new ArenaMetric(Best(method, isStyled), $"probability of being the best of the tournament ({name})", true, MetricFormat.Share);
        yield return new ArenaMetric(Rank(method, isStyled), $"rank, with the best and the worst that the intervals allow ({name})", false, MetricFormat.Rank);
    }

    private static string Word(RatingMethod method, bool isStyled) => (method switch
    {
        RatingMethod.BradleyTerry => "bt",
        RatingMethod.RaoKupper => "rao_kupper",
        _ => "davidson",
    }) + (isStyled ? "_style" : "");
}
