using System.Globalization;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Raters;

namespace Eval.Cli.Rendering;

/// <summary>Ratings in figures and words, the same on a terminal and in Markdown.</summary>
internal static class RatingFigures
{
    /// <summary>Decimals that the intervals of a board can carry: two digits of the narrowest half width.</summary>
    public static int Decimals(RatingSection section)
    {
        var errors = section.Rows.Select(r => r.StandardError).OfType<double>().Where(e => e > 0).ToList();
        return errors.Count == 0 ? 1 : Math.Clamp(1 - (int)Math.Floor(Math.Log10(2 * errors.Min())), 0, 3);
    }

    public static string Points(double points, int decimals) => points.ToString($"0.{new string('0', decimals)}", CultureInfo.InvariantCulture);

    public static string Signed(double points, int decimals) => (points < 0 ? "−" : "+") + Points(Math.Abs(points), decimals);

    public static string Rank(RatingRow row) => row.BestRank == row.WorstRank ? $"{row.BestRank}" : $"{row.BestRank}-{row.WorstRank}";

    public static string Interval(RatingRow row, int decimals) => row switch
    {
        { Low: { } low, High: { } high } => $"{Points(low, decimals)} – {Points(high, decimals)}",
        { Low: { } low } => $"≥ {Points(low, decimals)}",
        { High: { } high } => $"≤ {Points(high, decimals)}",
        _ => Figures.None,
    };

    public static string State(RatingRow row) => row.State == RatingState.Estimated ? "" : StateWord(row.State);

    public static string StateWord(RatingState state) => state switch
    {
        RatingState.Estimated => "estimated",
        RatingState.Undefeated => "undefeated",
        RatingState.Winless => "winless",
        RatingState.NotInformative => "no variation",
        _ => "not placed",
    };

    /// <summary>The probability of being the best; empty where there is none.</summary>
    public static string Probability(double? probability) => probability is { } p ? Figures.Probability(p) : "";

    /// <summary>Share of the points that it won: a tie is half of one.</summary>
    public static string Score(RatingRow row) =>
        row.Battles == 0 ? Figures.None : Figures.Percent((row.Wins + ((row.Ties + row.BothBad) / 2.0)) / row.Battles);

    /// <summary>Wins, losses and ties, and the battles in which both were bad where the board has any.</summary>
    public static string Record(RatingRow row, bool bad) => $"{row.Wins}-{row.Losses}-{row.Ties}{(bad ? $"-{row.BothBad}" : "")}";

    public static string RecordTitle(bool bad) => bad ? "W-L-T-bad" : "W-L-T";

    public static string IntervalTitle(RatingSheet sheet) => sheet.Confidence is { } c ? string.Create(CultureInfo.InvariantCulture, $"{c * 100:0.##} % interval") : "interval";

    public static string P(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A board's heading.</summary>
    public static string Heading(RatingSection section)
    {
        var name = section.Category is { } category ? category : section.Parts > 1 ? $"group {section.Part}" : "";
        name += section.Category is not null && section.Parts > 1 ? $", group {section.Part}" : "";
        var counts = $"{Figures.Count(section.Battles)} {(section.Battles == 1 ? "battle" : "battles")}, {section.Rows.Count} models";
        return name.Length == 0 ? counts : $"{name}: {counts}";
    }

    /// <summary>A number estimated beside the ratings, in a sentence.</summary>
    public static string Term(RatingTerm term)
    {
        var decimals = term.Name == "shown first" ? 1 : 3;
        var interval = term is { Low: { } low, High: { } high } ? $" ({Points(low, decimals)} to {Points(high, decimals)})" : "";
        return term.Name == "shown first" ? $"Being shown first is worth {Points(term.Value, decimals)} points{interval}." : $"{term.Name}: {Points(term.Value, decimals)}{interval}.";
    }

    /// <summary>How many resamples of a board gave ratings, in a sentence; null where none were to.</summary>
    public static string? Resamples(RatingSection section) => section.Resampled is not { } r ? null
        : $"SE boot, {Heading(section)}: {Figures.Count(r.Rounds)} of {Figures.Count(r.Rounds + r.LeftOut)} resamples gave ratings"
            + (r.LeftOut == 0 ? "." : $"; {Figures.Count(r.LeftOut)} left a model undefeated, winless or without battles and are left out, so that it is rather too small.");

    public static string Raters(RaterReport report) =>
        $"{Figures.Count(report.Raters.Count)} {(report.Raters.Count == 1 ? "rater" : "raters")}, {Figures.Count(report.Votes)} {(report.Votes == 1 ? "vote" : "votes")}";

    public static string Agreement(RaterReport report)
    {
        if (report.Reason is { } reason)
        {
            return $"No agreement to show: {reason}.";
        }

        var alpha = report.Alpha is not { } a ? "alpha cannot be given, because all verdicts are the same"
            : $"Krippendorff's alpha (nominal) {Points(a, 3)}"
                + (report.AlphaInterval is { } i ? string.Create(CultureInfo.InvariantCulture, $", {report.Confidence * 100:0.##} % interval {Points(i.Low, 3)} to {Points(i.High, 3)}") : "");
        return $"{Figures.Count(report.SharedBattles)} battles were voted on by several raters: {Figures.Percent(report.Agreement ?? 0)} of {Figures.Count(report.Pairs)} pairs of votes agree; {alpha}.";
    }

    public static string Anomaly(RaterAnomaly anomaly) => anomaly.Direction switch
    {
        AnomalyDirection.AgainstOthers => $"votes against the others (evidence {Points(anomaly.Evidence, 0)} after {anomaly.Votes})",
        AnomalyDirection.First => $"votes for what is shown first (evidence {Points(anomaly.Evidence, 0)} after {anomaly.Votes})",
        _ => $"votes for what is shown second (evidence {Points(anomaly.Evidence, 0)} after {anomaly.Votes})",
    };

    public static string Flags(RaterReport report) => $"{report.Anomalous.Count()} of {report.Checked} raters with five decided votes or more are flagged: a product of 1/(2p) over their first "
        + "hundred votes passes 20. A rater who votes on each pair as the others do is flagged in 3 cases of 20 at most: look before you leave one out.";
}
