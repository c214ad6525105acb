using System.Globalization;
using System.Text;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions;

/// <summary>A decision for a pull request or a wiki.</summary>
public static class DecisionMarkdown
{
    /// <summary>The text.</summary>
    public static string Of(Decision decision)
    {
        var text = new StringBuilder().Append("**").Append(MarkdownText.Escape(DecisionWords.Sentence(decision))).Append("**\n");
        if (decision.Profile.Description is { } words)
        {
            text.Append('\n').Append(MarkdownText.Escape(words)).Append('\n');
        }

        if (decision.Profile is { Expires: { } day })
        {
            text.Append(CultureInfo.InvariantCulture, $"\nTo be looked at again on {day:yyyy-MM-dd}.\n");
        }

        List(text, "Must-haves", DecisionWords.MustHaves(decision));
        if (decision is { Survivors: { } matrix, Ranking: { } ranking, Simulation: { } simulation })
        {
            text.Append("\n| rank | candidate | score | 95 % of draws | P(rank 1) |\n|---:|---|---:|---:|---:|\n");
            foreach (var row in ranking.Rows)
            {
                var at = simulation.Ranks.Candidates.ToList().IndexOf(row.Name);
                var (low, high) = (simulation.ScoreIntervals[at].Low, simulation.ScoreIntervals[at].High);
                text.Append(CultureInfo.InvariantCulture, $"| {row.Rank} | {MarkdownText.Escape(row.Name)} | {DecisionWords.Score(row.Score)} | {DecisionWords.Score(low)} – {DecisionWords.Score(high)} | {DecisionWords.Probability(simulation.Ranks.First(at))} |\n");
            }

            text.Append("\n| factor | weight |").Append(string.Concat(ranking.Names.Select(n => $" {MarkdownText.Escape(n)} |"))).Append("\n|---|---:|").Append(string.Concat(ranking.Names.Select(_ => "---:|"))).Append('\n');
            for (var f = 0; f < matrix.Factors.Count; f++)
            {
                var factor = matrix.Factors[f];
                text.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.Escape(factor.Name)}{(factor.Unit.Length > 0 ? $", {MarkdownText.Escape(factor.Unit)}" : "")} | {decision.Weights[f]:0.000} |");
                foreach (var at in ranking.Names.Select(matrix.CandidateAt))
                {
                    text.Append(CultureInfo.InvariantCulture, $" {(matrix.Raw(at, f) is { } raw ? $"{DecisionWords.Raw(raw)} ({matrix.Value(at, f)!.Value:0.00})" : "missing")} |");
                }

                text.Append('\n');
            }
        }

        List(text, "Why", decision.Survivors is null ? [] : [.. new[] { DecisionWords.Why(decision), DecisionWords.Doubt(decision) }.OfType<string>(), .. DecisionWords.Missing(decision)]);
        List(text, "What would change it", DecisionWords.WhatWouldChange(decision));
        List(text, "Cost", DecisionWords.Pareto(decision));
        List(text, "Other views", DecisionWords.Disagreement(decision));
        List(text, "Where values come from", [.. DecisionWords.Sources(decision), .. decision.Notes]);
        return text.ToString();
    }

    private static void List(StringBuilder text, string head, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            text.Append("\n**").Append(head).Append("**\n\n").Append(string.Concat(all.Select(l => $"- {MarkdownText.Escape(l)}\n")));
        }
    }
}
