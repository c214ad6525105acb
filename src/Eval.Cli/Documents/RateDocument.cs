using Eval.Cli.Rendering;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Elo;
using Eval.Core.Ratings.Raters;

namespace Eval.Cli.Documents;

/// <summary>Ratings: written by <c>rate</c>. <c>ratings</c> lists the models of all boards, board by board, the best first.</summary>
internal sealed record RateDocument(
    int Schema,
    string Source,
    string Method,
    string Scale,
    double? Confidence,
    long Battles,
    long LeftOut,
    IReadOnlyList<string> Clusters,
    IReadOnlyList<RatingEntry> Ratings,
    IReadOnlyList<RatingBoardEntry> Boards,
    RatersEntry? Raters,
    IReadOnlyList<string> Notes)
{
    public static RateDocument Of(RatingSheet sheet) => new(
        1, sheet.Source, sheet.Method, sheet.Scale, sheet.Confidence, sheet.Battles, sheet.LeftOut, sheet.Clusters,
        [.. sheet.Sections.SelectMany((s, i) => s.Rows.Select((r, j) => RatingEntry.Of(i + 1, s, r, j)))], [.. sheet.Sections.Select((s, i) => RatingBoardEntry.Of(i + 1, s))],
        sheet.Raters is null ? null : RatersEntry.Of(sheet.Raters), sheet.Notes);
}

/// <summary>
/// One model. <c>rankLow</c> to <c>rankHigh</c> are the ranks that the intervals allow; <c>state</c> is other than <c>estimated</c> where battles do not tell its
/// strength, and <c>low</c> or <c>high</c> is then all that is known.
/// </summary>
internal sealed record RatingEntry(
    int Board, string? Category, string Model, string State, double Rating, double? Low, double? High, double? StandardError, double? ResampledStandardError, int RankLow, int RankHigh,
    double? PBest, IReadOnlyList<double> RankProbabilities, double? ExpectedScore, long Battles, long Wins, long Losses, long Ties, long BothBad)
{
    public static RatingEntry Of(int board, RatingSection section, RatingRow row, int place) => new(
        board, section.Category, row.Name, Word(row.State), row.Rating, JsonNumber.Finite(row.Low), JsonNumber.Finite(row.High), JsonNumber.Finite(row.StandardError),
        JsonNumber.Finite(section.Resampled?.StandardErrors[place]), row.BestRank, row.WorstRank, JsonNumber.Finite(row.BestProbability), row.RankProbabilities,
        JsonNumber.Finite(row.ExpectedScore), row.Battles, row.Wins, row.Losses, row.Ties, row.BothBad);

    private static string Word(RatingState state) => state switch
    {
        RatingState.NotInformative => "notInformative",
        RatingState.NotEstimable => "notEstimable",
        _ => state.ToString().ToLowerInvariant(),
    };
}

/// <summary>One board: models that battles connect. <c>history</c> is online Elo's, in the order of the board's ratings.</summary>
internal sealed record RatingBoardEntry(
    int Board, string? Category, long Battles, int Clusters, double? LogLikelihood, IReadOnlyList<RatingTermEntry> Terms, IReadOnlyList<RatingContrastEntry> Contrasts,
    IReadOnlyList<EloPoint> History, IReadOnlyList<string> Notes)
{
    public static RatingBoardEntry Of(int board, RatingSection section) => new(
        board, section.Category, section.Battles, section.Clusters, JsonNumber.Finite(section.LogLikelihood),
        [.. section.Terms.Select(t => new RatingTermEntry(t.Name, t.Value, JsonNumber.Finite(t.StandardError), JsonNumber.Finite(t.Low), JsonNumber.Finite(t.High)))],
        [.. section.Contrasts.Select(RatingContrastEntry.Of)], section.History, section.Notes);
}

/// <summary>A number estimated beside the ratings.</summary>
internal sealed record RatingTermEntry(string Name, double Value, double? StandardError, double? Low, double? High);

/// <summary>A model against one that all are compared with; <c>difference</c> is null where either is not estimated.</summary>
internal sealed record RatingContrastEntry(
    string Model, string Against, double? Difference, double? StandardError, double? Low, double? High, double? PValue, double? AdjustedPValue, double? PBetter)
{
    public static RatingContrastEntry Of(RatingContrast c) => new(
        c.Model, c.Against, c.Difference?.Points, c.Difference?.StandardError, c.Difference?.Low, c.Difference?.High, c.Difference?.PValue, c.AdjustedPValue, c.Difference?.FirstBetterProbability);
}

/// <summary>How far raters agree; shares are from 0 to 1.</summary>
internal sealed record RatersEntry(
    long Votes, int SharedBattles, long Pairs, double? Agreement, double? Alpha, double? AlphaLow, double? AlphaHigh, string? Reason, int Checked, IReadOnlyList<RaterEntry> Raters)
{
    public static RatersEntry Of(RaterReport report) => new(
        report.Votes, report.SharedBattles, report.Pairs, report.Agreement, report.Alpha, report.AlphaInterval?.Low, report.AlphaInterval?.High, report.Reason, report.Checked,
        [.. report.Raters.Select(r => new RaterEntry(r.Name, r.Votes, r.Pairs, r.Agreement, r.Anomaly?.Direction switch
        {
            AnomalyDirection.AgainstOthers => "againstOthers",
            AnomalyDirection.First => "first",
            AnomalyDirection.Second => "second",
            _ => null,
        }, JsonNumber.Finite(r.Anomaly?.Evidence)))]);
}

/// <summary>One rater; <c>anomaly</c> says which way flagged votes lean.</summary>
internal sealed record RaterEntry(string Rater, long Votes, long Pairs, double? Agreement, string? Anomaly, double? Evidence);
