using Eval.Core.Reports.Html;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>One part of a bar.</summary>
/// <param name="Share">Its share of the whole, 0 to 1.</param>
/// <param name="Tone">A class of the style sheet for its colour.</param>
/// <param name="Mark">What stands in it where there is room, so that colour is not all that tells it.</param>
/// <param name="Words">What it is, for who points at it.</param>
internal sealed record StackPart(double Share, string Tone, string Mark, string Words);

/// <summary>Shares of one whole as a bar over the whole width of a chart.</summary>
internal static class StackedBar
{
    private const double LeastForMark = 14;

    /// <summary>Height of a bar.</summary>
    public const double Height = 18;

    /// <summary>Writes the parts from left to right; those of no share are left out.</summary>
    public static void Write(HtmlWriter html, double y, IEnumerable<StackPart> parts)
    {
        var x = 0.0;
        foreach (var part in parts.Where(p => p.Share > 0))
        {
            var width = part.Share * ChartFigure.Width;
            html.Write($"""<rect class="part {part.Tone}" x="{x}" y="{y}" width="{width}" height="{Height}"><title>{part.Words}</title></rect>""");
            if (width >= LeastForMark)
            {
                html.Write($"""<text class="mark on-{part.Tone}" x="{x + (width / 2)}" y="{y + 13}" text-anchor="middle">{part.Mark}</text>""");
            }

            x += width;
        }

        html.Line($"");
    }
}
