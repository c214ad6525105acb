using System.Globalization;
using Eval.Core.Reports.Decisions;
using Eval.Core.Selection.Profiles;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>A decision for people: what to do first, then why, then what would change it.</summary>
internal static class RankReport
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, Decision decision)
    {
        var profile = decision.Profile;
        Line(console, $"{profile.Name}{(profile.Description is { } words ? $": {words}" : "")}", Dim);
        Line(console, DecisionWords.Sentence(decision), Bold);
        Block(console, "Must-haves", DecisionWords.MustHaves(decision));
        if (decision.Survivors is not null)
        {
            console.WriteLine();
            Ranks(console, decision);
            console.WriteLine();
            Matrix(console, decision);
        }

        Block(console, "Why", decision.Survivors is null ? [] : [.. new[] { DecisionWords.Why(decision), DecisionWords.Doubt(decision) }.OfType<string>(), .. DecisionWords.Missing(decision)]);
        Block(console, "What would change it", DecisionWords.WhatWouldChange(decision));
        Block(console, "Cost", DecisionWords.Pareto(decision));
        Block(console, "Other views", DecisionWords.Disagreement(decision));
        Block(console, "Where values come from", [.. DecisionWords.Sources(decision), .. decision.Notes]);
    }

    private static void Ranks(IAnsiConsole console, Decision decision)
    {
        var (ranks, scores) = (decision.Simulation!.Ranks, decision.Scores.ToDictionary(s => s.Candidate, StringComparer.Ordinal));
        var rows = decision.Ranking!.Rows.Select(r => (Row: r, At: ranks.Candidates.ToList().IndexOf(r.Name))).ToList();
        var table = FittedTable.Create(
            rows,
            [
                new("rank", r => r.Row.Rank.ToString(CultureInfo.InvariantCulture)) { Right = true },
                new("candidate", r => r.Row.Name) { Style = _ => Bold },
                new("score", r => DecisionWords.Score(r.Row.Score)) { Right = true, Style = _ => Bold },
                new("95 % of draws", r => $"{DecisionWords.Score(decision.Simulation!.ScoreIntervals[r.At].Low)} – {DecisionWords.Score(decision.Simulation!.ScoreIntervals[r.At].High)}") { Right = true, DroppedAs = 2 },
                new("P(rank 1)", r => DecisionWords.Probability(ranks.First(r.At))) { Right = true },
                new("expected rank", r => ranks.ExpectedRank(r.At).ToString("0.00", CultureInfo.InvariantCulture)) { Right = true, DroppedAs = 1 },
                new("", r => string.Join(", ", Marks(decision, r.Row.Name, scores[r.Row.Name].Missing.Count > 0))) { DroppedAs = 3 },
            ],
            console.Profile.Width);
        if (table is not null)
        {
            console.Write(table);
            return;
        }

        rows.ForEach(r => Line(console, $"{r.Row.Rank} {r.Row.Name}: {DecisionWords.Score(r.Row.Score)}, P(rank 1) {DecisionWords.Probability(ranks.First(r.At))}", Style.Plain));
    }

    private static IEnumerable<string> Marks(Decision decision, string candidate, bool isIncomplete) => new[]
    {
        candidate == decision.Profile.Baseline ? "in use" : null, isIncomplete ? "incomplete" : null, decision.MustHaves.Open.Any(o => o.Candidate == candidate) ? "open must-have" : null,
    }.OfType<string>();

    // Factors down and candidates across, the best first: where the room is short the last candidates go.
    private static void Matrix(IAnsiConsole console, Decision decision)
    {
        var (matrix, names) = (decision.Survivors!, decision.Ranking!.Names);
        var columns = new List<FittedColumn<int>>
        {
            new("factor", f => matrix.Factors[f].Name),
            new("weight", f => decision.Weights[f].ToString("0.000", CultureInfo.InvariantCulture)) { Right = true },
            new("unit", f => matrix.Factors[f].Unit) { DroppedAs = names.Count + 1 },
        };
        columns.AddRange(names.Select((name, place) => new FittedColumn<int>(name, f => Cell(decision, matrix.CandidateAt(name), f)) { Right = true, DroppedAs = place < 1 ? 0 : place + 1 }));
        if (FittedTable.Create([.. Enumerable.Range(0, matrix.Factors.Count)], columns, console.Profile.Width) is { } table)
        {
            console.Write(table);
            Line(console, "In parentheses: what the value is worth between worst (0) and best (1).", Dim);
        }
    }

    private static string Cell(Decision decision, int candidate, int factor)
    {
        var matrix = decision.Survivors!;
        return matrix.At(candidate, factor) is { Value: { } raw } ? $"{DecisionWords.Raw(raw)} ({matrix.Value(candidate, factor)!.Value.ToString("0.00", CultureInfo.InvariantCulture)})" : "missing (0–1)";
    }

    private static void Block(IAnsiConsole console, string head, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteLine(head, Bold);
        all.ForEach(l => Line(console, l, Style.Plain));
    }

    private static void Line(IAnsiConsole console, string text, Style style) => console.WriteLine(TerminalText.OneLine(text), style);
}
