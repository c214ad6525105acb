using System.Text;

namespace Eval.Cli.Rendering;

/// <summary>Ratings as Markdown. Names come from files: none becomes markup.</summary>
internal static class RatingMarkdown
{
    public static string Of(RatingSheet sheet)
    {
        var text = new StringBuilder();
        text.Append("### ").Append(MarkdownText.Escape($"{sheet.Source}: {sheet.Scale}")).Append('\n');
        foreach (var section in sheet.Sections)
        {
            Board(text, sheet, section);
        }

        if (sheet.Raters is { } raters)
        {
            text.Append("\n**").Append(RatingFigures.Raters(raters)).Append("**\n\n- ")
                .Append(MarkdownText.Escape(RatingFigures.Agreement(raters))).Append("\n- ").Append(MarkdownText.Escape(RatingFigures.Flags(raters))).Append('\n');
            foreach (var rater in raters.Anomalous)
            {
                text.Append("- ").Append(MarkdownText.Escape($"{rater.Name} {RatingFigures.Anomaly(rater.Anomaly!)}")).Append('\n');
            }
        }

        text.Append('\n');
        foreach (var note in sheet.Notes)
        {
            text.Append("- ").Append(MarkdownText.Escape(note)).Append('\n');
        }

        return text.ToString();
    }

    private static void Board(StringBuilder text, RatingSheet sheet, RatingSection section)
    {
        var (decimals, bad) = (RatingFigures.Decimals(section), section.Rows.Any(r => r.BothBad > 0));
        text.Append("\n**").Append(MarkdownText.Escape(RatingFigures.Heading(section))).Append("**\n\n");
        text.Append($"| rank | model | rating | {RatingFigures.IntervalTitle(sheet)} |{(section.Resampled is null ? "" : " SE | SE boot |")} P(best) | score | {RatingFigures.RecordTitle(bad)} | |\n")
            .Append($"|--:|---|--:|--:|{(section.Resampled is null ? "" : "--:|--:|")}--:|--:|--:|---|\n");
        foreach (var (row, resampled) in section.Rows.Select((r, i) => (r, section.Resampled?.StandardErrors[i])))
        {
            string[] errors = resampled is { } error ? [Error(row.StandardError), Error(error)] : [];
            text.Append(MarkdownText.Row([
                RatingFigures.Rank(row), row.Name, RatingFigures.Points(row.Rating, decimals), RatingFigures.Interval(row, decimals), .. errors,
                RatingFigures.Probability(row.BestProbability), RatingFigures.Score(row), RatingFigures.Record(row, bad), RatingFigures.State(row)])).Append('\n');
        }

        if (section.Contrasts.Count > 0)
        {
            text.Append('\n').Append(MarkdownText.Row($"against {section.Contrasts[0].Against}", "points", "interval", "p", "p, Holm")).Append("\n|---|--:|--:|--:|--:|\n");
            foreach (var (c, d) in section.Contrasts.Select(c => (c, c.Difference)))
            {
                text.Append(d is null ? MarkdownText.Row(c.Model, Figures.None, "not estimated", "", "")
                    : MarkdownText.Row(
                        c.Model, RatingFigures.Signed(d.Points, decimals), $"{RatingFigures.Signed(d.Low, decimals)} to {RatingFigures.Signed(d.High, decimals)}",
                        RatingFigures.P(d.PValue), RatingFigures.P(c.AdjustedPValue!.Value))).Append('\n');
            }
        }

        var lines = section.Terms.Select(RatingFigures.Term).Concat(section.Notes).ToList();
        text.Append(lines.Count > 0 ? "\n" : "");
        lines.ForEach(l => text.Append("- ").Append(MarkdownText.Escape(l)).Append('\n'));

        string Error(double? points) => points is { } p ? RatingFigures.Points(p, Math.Max(1, decimals)) : Figures.None;
    }
}
