using System.Globalization;
using Eval.Core.Metrics;
using Eval.Core.Metrics.Arena;
using Eval.Core.Ratings;
using Eval.Core.Running;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>The tables of a run's tournaments: rank, rating, probability of being the best, side by side. Everything comes from stored estimates.</summary>
internal static class ArenaReport
{
    /// <summary>The run without the numbers that stand in these tables, and without cells that have no others.</summary>
    public static StoredRun WithoutPlaces(StoredRun run, bool slices) => run with
    {
        Cells =
        [
            .. run.Cells.Select(c => IsArena(c) ? c with { Estimates = [.. c.Estimates.Where(e => e.Slice is not null || !IsPlace(e.MetricId))] } : c)
                .Where((c, i) => !IsArena(run.Cells[i]) || c.Estimates.Any(e => slices || e.Slice is null)),
        ],
    };

    /// <summary>Writes one table for each arena of the run; nothing where it has none.</summary>
    public static void Write(IAnsiConsole console, StoredRun run)
    {
        foreach (var arena in run.Cells.Where(IsArena).GroupBy(c => c.SuiteName, StringComparer.Ordinal))
        {
            var rows = arena.SelectMany(Rows).OrderByDescending(r => r.Rating.Value).ToList();
            if (rows.Count == 0)
            {
                continue;
            }

            var battles = rows.Sum(r => (long)r.Rating.N) / 2;
            var planned = rows.Sum(r => (long)r.Rating.Planned) / 2;
            var clusters = rows.Max(r => r.Rating.Clusters ?? 0);
            console.WriteLine(TerminalText.OneLine(
                $"{arena.Key}: {Figures.Count(battles)} battles{(battles < planned ? $" of {Figures.Count(planned)}" : "")}{(clusters > 0 ? $" on {Figures.Count(clusters)} prompts" : "")}"), new Style(decoration: Decoration.Bold));
            if (FittedTable.Create(rows, Columns(rows), console.Profile.Width) is { } table)
            {
                console.Write(table);
            }
            else
            {
                foreach (var row in rows)
                {
                    console.WriteLine(TerminalText.OneLine($"{Rank(row.Rank)} {row.Candidate}"), new Style(decoration: Decoration.Bold));
                    console.WriteLine(TerminalText.OneLine($"  {Value(row.Rating)} ({Figures.Interval(row.Rating, MetricFormat.Number)})"));
                }
            }

            console.WriteLine();
        }
    }

    private static bool IsArena(StoredCell cell) => cell.Estimates.Any(e => e.Slice is null && IsRating(e.MetricId));

    private static readonly (RatingMethod Method, bool IsStyled)[] Estimators = [.. Enum.GetValues<RatingMethod>().SelectMany(m => new[] { (m, false), (m, true) })];

    private static bool IsRating(string id) => Estimators.Any(e => ArenaMetrics.Rating(e.Method, e.IsStyled) == id);

    private static bool IsPlace(string id) =>
        id == ArenaMetrics.Score || IsRating(id) || Estimators.Any(e => ArenaMetrics.Rank(e.Method, e.IsStyled) == id || ArenaMetrics.Best(e.Method, e.IsStyled) == id);

    private static IEnumerable<Row> Rows(StoredCell cell)
    {
        Estimate? Find(string id) => cell.Estimates.FirstOrDefault(e => e.Slice is null && e.MetricId == id);
        foreach (var (method, isStyled) in Estimators)
        {
            if (Find(ArenaMetrics.Rating(method, isStyled)) is { } rating)
            {
                yield return new Row(cell.CandidateId, rating, Find(ArenaMetrics.Rank(method, isStyled)), Find(ArenaMetrics.Best(method, isStyled)), Find(ArenaMetrics.Score));
            }
        }
    }

    private static List<FittedColumn<Row>> Columns(List<Row> rows) =>
    [
        new("rank", r => Rank(r.Rank)) { Right = true },
        new("candidate", r => r.Candidate) { Style = _ => new Style(decoration: Decoration.Bold) },
        new("rating", r => Value(r.Rating)) { Right = true, Style = _ => new Style(decoration: Decoration.Bold) },
        new(string.Create(CultureInfo.InvariantCulture, $"{rows[0].Rating.Confidence * 100:0.##} % interval"), r => Figures.Interval(r.Rating, MetricFormat.Number)) { Right = true },
        new("P(best)", r => r.Best is null ? "" : Value(r.Best)) { Right = true },
        new("score", r => r.Score is null ? "" : Value(r.Score)) { Right = true, DroppedAs = 1 },
        new("battles", r => Figures.Count(r.Rating.N)) { Right = true, DroppedAs = 2 },
    ];

    private static string Value(Estimate estimate) => Figures.Value(estimate, MetricNames.FormatOf(estimate.MetricId));

    // What the intervals do not tell apart is a tie.
    private static string Rank(Estimate? rank) => rank is not { Low: { } best, High: { } worst } ? Figures.None
        : best == worst ? best.ToString("0", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{best:0}-{worst:0}");

    private sealed record Row(string Candidate, Estimate Rating, Estimate? Rank, Estimate? Best, Estimate? Score);
}
