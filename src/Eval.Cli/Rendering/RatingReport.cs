using Eval.Core.Ratings;
using Eval.Core.Ratings.Raters;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>Ratings for people: a table for each board, then what the numbers do not say by themselves.</summary>
internal static class RatingReport
{
    private const int MostRaters = 20;
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Yellow = new(Color.Yellow);

    public static void Write(IAnsiConsole console, RatingSheet sheet)
    {
        console.WriteLine(TerminalText.OneLine($"{sheet.Source}: {sheet.Scale}"), Bold);
        foreach (var section in sheet.Sections)
        {
            console.WriteLine();
            console.WriteLine(TerminalText.OneLine(RatingFigures.Heading(section)), Bold);
            Board(console, sheet, section);
            Contrasts(console, section);
            section.Terms.ToList().ForEach(t => console.WriteLine(TerminalText.OneLine(RatingFigures.Term(t))));
            section.Notes.ToList().ForEach(n => console.WriteLine(TerminalText.OneLine(n), Yellow));
        }

        if (sheet.Raters is { } raters)
        {
            Raters(console, raters);
        }

        console.WriteLine();
        foreach (var note in sheet.Notes)
        {
            console.WriteLine(TerminalText.OneLine(note), Dim);
        }
    }

    private static void Board(IAnsiConsole console, RatingSheet sheet, RatingSection section)
    {
        var decimals = RatingFigures.Decimals(section);
        var bad = section.Rows.Any(r => r.BothBad > 0);
        var lines = section.Rows.Select((r, i) => (Row: r, Resampled: section.Resampled?.StandardErrors[i])).ToList();
        List<FittedColumn<(RatingRow Row, double? Resampled)>> columns =
        [
            new("rank", l => RatingFigures.Rank(l.Row)) { Right = true },
            new("model", l => Cut(l.Row.Name, Math.Clamp(console.Profile.Width - 58, 12, 50))) { Style = _ => Bold },
            new("rating", l => RatingFigures.Points(l.Row.Rating, decimals)) { Right = true, Style = _ => Bold },
            new(RatingFigures.IntervalTitle(sheet), l => sheet.Confidence is null ? "" : RatingFigures.Interval(l.Row, decimals)) { Right = true },
            new("SE", l => l is { Resampled: not null, Row.StandardError: { } error } ? RatingFigures.Points(error, Math.Max(1, decimals)) : "") { Right = true },
            new("SE boot", l => l.Resampled is { } error ? RatingFigures.Points(error, Math.Max(1, decimals)) : "") { Right = true },
            new("", l => RatingFigures.State(l.Row)) { Style = _ => Yellow },
            new("P(best)", l => RatingFigures.Probability(l.Row.BestProbability)) { Right = true },
            new("score", l => RatingFigures.Score(l.Row)) { Right = true, DroppedAs = 3 },
            new(RatingFigures.RecordTitle(bad), l => RatingFigures.Record(l.Row, bad)) { Right = true, DroppedAs = 2, Style = _ => Dim },
        ];
        if (FittedTable.Create(lines, columns, console.Profile.Width) is { } table)
        {
            console.Write(table);
            return;
        }

        foreach (var (row, _) in lines)
        {
            console.WriteLine(TerminalText.OneLine($"{RatingFigures.Rank(row)} {row.Name}"), Bold);
            console.WriteLine(TerminalText.OneLine($"  {RatingFigures.Points(row.Rating, decimals)} ({RatingFigures.Interval(row, decimals)}) {RatingFigures.State(row)}".TrimEnd()));
        }
    }

    private static void Contrasts(IAnsiConsole console, RatingSection section)
    {
        if (section.Contrasts.Count == 0)
        {
            return;
        }

        console.WriteLine();
        var decimals = RatingFigures.Decimals(section);
        var table = FittedTable.Create(
            section.Contrasts,
            [
                new($"against {Cut(section.Contrasts[0].Against, 30)}", c => Cut(c.Model, Math.Clamp(console.Profile.Width - 58, 12, 50))),
                new("points", c => c.Difference is { } d ? RatingFigures.Signed(d.Points, decimals) : Figures.None) { Right = true, Style = _ => Bold },
                new("interval", c => c.Difference is { } d ? $"{RatingFigures.Signed(d.Low, decimals)} to {RatingFigures.Signed(d.High, decimals)}" : "not estimated") { Right = true },
                new("p", c => c.Difference is { } d ? RatingFigures.P(d.PValue) : "") { Right = true, DroppedAs = 2 },
                new("p, Holm", c => c.AdjustedPValue is { } p ? RatingFigures.P(p) : "") { Right = true },
                new("P(better)", c => RatingFigures.Probability(c.Difference?.FirstBetterProbability)) { Right = true, DroppedAs = 1 },
            ],
            console.Profile.Width);
        if (table is not null)
        {
            console.Write(table);
        }
        else
        {
            section.Contrasts.ToList().ForEach(c => console.WriteLine(TerminalText.OneLine(
                $"{c.Model} − {c.Against}: {(c.Difference is { } d ? $"{RatingFigures.Signed(d.Points, decimals)}, p (Holm) {RatingFigures.P(c.AdjustedPValue!.Value)}" : "not estimated")}")));
        }
    }

    private static void Raters(IAnsiConsole console, RaterReport report)
    {
        console.WriteLine();
        console.WriteLine(RatingFigures.Raters(report), Bold);
        var shown = report.Raters.OrderBy(r => r.Anomaly is null).Take(MostRaters).ToList();
        var table = FittedTable.Create(
            shown,
            [
                new("rater", r => Cut(r.Name, Math.Clamp(console.Profile.Width - 52, 12, 50))),
                new("votes", r => Figures.Count(r.Votes)) { Right = true },
                new("agrees", r => r.Agreement is { } a ? Figures.Percent(a) : "") { Right = true },
                new("of pairs", r => r.Pairs > 0 ? Figures.Count(r.Pairs) : "") { Right = true, DroppedAs = 1 },
                new("", r => r.Anomaly is { } a ? AnomalyWord(a) : "") { Style = _ => Yellow },
            ],
            console.Profile.Width);
        if (table is not null)
        {
            console.Write(table);
        }

        if (report.Raters.Count > shown.Count)
        {
            console.WriteLine($"… and {report.Raters.Count - shown.Count} more; --json has all", Dim);
        }

        console.WriteLine(RatingFigures.Agreement(report));
        foreach (var rater in report.Anomalous.Take(MostRaters))
        {
            console.WriteLine(TerminalText.OneLine($"{rater.Name} {RatingFigures.Anomaly(rater.Anomaly!)}"), Yellow);
        }

        console.WriteLine(RatingFigures.Flags(report), Dim);
    }

    private static string AnomalyWord(RaterAnomaly anomaly) => anomaly.Direction switch
    {
        AnomalyDirection.AgainstOthers => "against others",
        AnomalyDirection.First => "for the first",
        _ => "for the second",
    };

    private static string Cut(string text, int width) => TerminalText.OneLine(text) is { } safe && safe.Length > width ? safe[..(width - 1)] + "…" : TerminalText.OneLine(text);
}
