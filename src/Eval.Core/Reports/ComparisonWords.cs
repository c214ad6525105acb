using System.Globalization;
using Eval.Core.Comparisons;

namespace Eval.Core.Reports;

/// <summary>The sentences around a comparison, the same on a terminal and in Markdown.</summary>
public static class ComparisonWords
{
    /// <summary>Which candidates, of which runs.</summary>
    public static string Head(IReadOnlyList<CellComparison> cells)
    {
        var (old, @new) = (cells[0].Pairing.Old.Cell.CandidateId, cells[0].Pairing.New.Cell.CandidateId);
        var (before, after) = (Runs(cells.Select(c => c.Pairing.Old)), Runs(cells.Select(c => c.Pairing.New)));
        return before == after ? $"{old} → {@new} ({before})" : $"{old} ({before}) → {@new} ({after})";
    }

    /// <summary>Why the cells of a suite are not compared, or null where they are.</summary>
    public static string? Refusal(CellPairing pairing) => pairing.Comparability.IsAllowed
        ? null
        : $"{pairing.New.Cell.SuiteName}: not compared, the two sides differ in {string.Join("; ", pairing.Comparability.Refusals)}";

    /// <summary>Everything that the numbers do not say by themselves, one remark a line; what holds for several suites is said once.</summary>
    public static IEnumerable<string> Remarks(Comparison comparison)
    {
        foreach (var refusal in comparison.Cells.Select(c => Refusal(c.Pairing)).OfType<string>().Distinct())
        {
            yield return refusal;
        }

        var compared = comparison.Cells.Where(c => c.Pairing.Comparability.IsAllowed).ToList();
        foreach (var filter in compared.SelectMany(c => new[] { c.Pairing.Old.Cell.Filter, c.Pairing.New.Cell.Filter }).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            yield return RunWords.Selected(filter);
        }

        var notes = compared.SelectMany(c => c.Pairing.Comparability.Notes.Select(n => (Suite: c.Pairing.New.Cell.SuiteName, Text: n.ToString())));
        foreach (var note in notes.GroupBy(n => n.Text, n => n.Suite))
        {
            var suites = note.Distinct().ToList();
            var everywhere = suites.Count == compared.Select(c => c.Pairing.New.Cell.SuiteName).Distinct().Count();
            yield return $"note: the sides differ in {note.Key}{(everywhere ? "" : $" ({string.Join(", ", suites)})")}";
        }

        foreach (var cell in compared)
        {
            var suite = cell.Pairing.New.Cell.SuiteName;
            if (cell.Pairing is { Old: var old, New: var @new } && (old.Run.Id, old.Cell.Id, old.File) == (@new.Run.Id, @new.Cell.Id, @new.File))
            {
                yield return $"{suite}: both sides are the same stored results";
            }

            foreach (var text in cell.Pairing.Remarks)
            {
                yield return $"{suite}: {text}";
            }

            foreach (var metric in cell.Pairing.Metrics.Where(m => m.Scores is null))
            {
                yield return $"{suite} {metric.MetricId}: not paired, {metric.WhyNot}";
            }

            foreach (var score in cell.Scores.Where(s => s.Scores.Coverage < 1))
            {
                var figures = new ComparisonFigures(score);
                yield return $"{suite} {score.Scores.MetricId}{(score.Slice is { } slice ? $" {slice}" : "")}: coverage {figures.Coverage}"
                    + (figures.Bounds is { } bounds ? $", the difference is {bounds}" : "");
            }
        }
    }

    /// <summary>How the verdicts were reached.</summary>
    public static IEnumerable<string> Legend(Comparison comparison)
    {
        if (comparison.Family == 0)
        {
            yield break;
        }

        var alpha = ((1 - comparison.Confidence) * 100).ToString("0.##", CultureInfo.InvariantCulture);
        var methods = comparison.Cells.SelectMany(c => c.Scores).Select(s => Method(s.Difference.Method)).Distinct();
        yield return $"Paired on the samples that both answered ({string.Join("; ", methods)}). Verdicts at {alpha} %"
            + (comparison.Family == 1 ? "." : $", p adjusted by Holm's method for all {comparison.Family} comparisons.");
        yield return $"MDE: the smallest true difference that so many samples show with {ScoreComparison.DetectionPower * 100:0} % probability, each comparison by itself.";
    }

    private static string Method(string method) => method switch
    {
        "tango" => "right or wrong: Tango's interval, McNemar's exact test",
        "t" => "scores: Student's t",
        "cluster-t" => "clustered: t over clusters",
        "agreement" or "cluster-agreement" => "all differences equal: exact bound",
        _ => method,
    };

    private static string Runs(IEnumerable<ComparedCell> sides) => string.Join(", ", sides
        .Select(s => $"run {s.Run.Id}{(s.File is { } file ? $" in {Path.GetFileName(file)}" : "")}").Distinct());
}
