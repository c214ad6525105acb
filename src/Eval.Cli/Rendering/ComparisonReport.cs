using Eval.Core.Comparisons;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>A comparison for people: one table for each pair of candidates, then what the numbers do not say by themselves.</summary>
internal static class ComparisonReport
{
    private const int MostRemarks = 20;
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Yellow = new(Color.Yellow);

    public static void Write(IAnsiConsole console, Comparison comparison, IReadOnlyList<string> unpaired)
    {
        foreach (var cells in comparison.Cells.GroupBy(c => (c.Pairing.Old.Cell.CandidateId, c.Pairing.New.Cell.CandidateId)).Select(g => g.ToList()))
        {
            console.WriteLine(TerminalText.OneLine(ComparisonWords.Head(cells)), Bold);
            console.WriteLine();
            var lines = cells.SelectMany(c => c.Scores).SelectMany(Lines).ToList();
            if (lines.Count > 0)
            {
                console.Write(FittedTable.Create(lines, Columns(comparison), console.Profile.Width) as IRenderable ?? List(cells));
                console.WriteLine();
            }
        }

        var remarks = ComparisonWords.Remarks(comparison).Concat(unpaired).ToList();
        foreach (var remark in remarks.Take(MostRemarks))
        {
            console.WriteLine(TerminalText.OneLine(remark), Yellow);
        }

        if (remarks.Count > MostRemarks)
        {
            console.WriteLine($"… and {remarks.Count - MostRemarks} more remarks; --json has all", Yellow);
        }

        foreach (var line in ComparisonWords.Legend(comparison))
        {
            console.WriteLine(line, Dim);
        }
    }

    private static List<FittedColumn<Line>> Columns(Comparison comparison) =>
    [
        new("suite, metric", l => l.Label) { Style = l => l.IsFirst ? Bold : Style.Plain },
        new("old, new", l => l.Value) { Right = true },
        new($"gap, {comparison.Confidence * 100:0.#} % int.", l => l.Difference) { Right = true, Style = l => l.IsFirst ? Bold : Style.Plain },
        new("p, r", l => l.P) { Right = true, DroppedAs = 1 },
        new("n, MDE", l => l.N) { Right = true, DroppedAs = 2 },
        new("verdict", l => l.Verdict) { Style = l => l.Style },
    ];

    // Two lines each, three for a slice: wide enough for numbers, narrow enough for a terminal and a pull request.
    private static IEnumerable<Line> Lines(ScoreComparison comparison)
    {
        var figures = new ComparisonFigures(comparison);
        var style = comparison.Verdict switch
        {
            ComparisonVerdict.Better => new Style(Color.Green, decoration: Decoration.Bold),
            ComparisonVerdict.Worse => new Style(Color.Red, decoration: Decoration.Bold),
            _ => Style.Plain,
        };
        var words = figures.Verdict.Split(' ', 3);
        var (first, second) = words.Length == 3 ? ($"{words[0]} {words[1]}", words[2]) : (figures.Verdict, "");
        yield return new(comparison.Scores.SuiteName, true, figures.Old, figures.Difference, figures.P, figures.N, first, style);
        yield return new(
            "  " + MetricNames.Labelled(comparison.Scores.MetricId), false, figures.New, figures.Interval, figures.Correlation, figures.Detectable, second, style);
        if (comparison.Slice is { } slice)
        {
            yield return new("  " + slice, false, "", "", "", "", "", style);
        }
    }

    private static Rows List(IReadOnlyList<CellComparison> cells)
    {
        var lines = new List<IRenderable>();
        foreach (var comparison in cells.SelectMany(c => c.Scores))
        {
            var figures = new ComparisonFigures(comparison);
            lines.Add(new Text(TerminalText.OneLine($"{comparison.Scores.SuiteName} {MetricNames.Labelled(comparison.Scores.MetricId)} {comparison.Slice}".TrimEnd()), Bold));
            lines.Add(new Text($"  {figures.Old} → {figures.New}: {figures.Difference} ({figures.Interval}), p {figures.P}, n {figures.N}"));
            lines.Add(new Text($"  {figures.Verdict}"));
        }

        return new Rows(lines);
    }

    private sealed record Line(string Label, bool IsFirst, string Value, string Difference, string P, string N, string Verdict, Style Style);
}
