using System.Text;
using Eval.Core.Judging.Agreement;

namespace Eval.Cli.Rendering;

/// <summary>A judge's card as Markdown. Names come from files: none becomes markup.</summary>
internal static class JudgeCardMarkdown
{
    public static string Of(JudgeCard card)
    {
        var text = new StringBuilder();
        text.Append("### ").Append(MarkdownText.Escape(CardFigures.Head(card))).Append("\n\n").Append(MarkdownText.Escape(CardFigures.Labels(card))).Append("\n\n");
        text.Append("| figure | value | interval | n | interval by | remark |\n|---|--:|--:|--:|---|---|\n");
        foreach (var group in card.Figures.GroupBy(f => f.Group))
        {
            text.Append($"| **{CardWords.Group(group.Key)}** | | | | | |\n");
            foreach (var f in group)
            {
                text.Append(MarkdownText.Row(f.Name, CardFigures.Value(f), CardFigures.Interval(f), CardFigures.Count(f), f.Method ?? "", f.Reason ?? "")).Append('\n');
            }
        }

        text.Append('\n');
        foreach (var line in card.Notes.Append(CardFigures.Trust(card)))
        {
            text.Append("- ").Append(MarkdownText.Escape(line)).Append('\n');
        }

        return text.ToString();
    }
}
