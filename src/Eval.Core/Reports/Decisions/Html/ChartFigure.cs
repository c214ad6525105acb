using Eval.Core.Reports.Html;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>The frame of a chart on a decision's page. Charts are as wide as a telephone and stand side by side on a wide screen: so their letters keep their size.</summary>
internal static class ChartFigure
{
    /// <summary>Width of every chart, in units of its view.</summary>
    public const double Width = 340;

    private const double CharacterWidth = 7;

    /// <summary>Begins a figure and its drawing.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="title">The caption.</param>
    /// <param name="height">Height of the drawing.</param>
    /// <param name="words">The drawing in words.</param>
    /// <param name="isTableWide">Whether its table has so many columns that it cannot stand beside the drawing on paper.</param>
    public static void Begin(HtmlWriter html, string title, double height, string words, bool isTableWide = false) =>
        html.Line($"""<figure class="{(isTableWide ? "over" : "beside")}"><figcaption>{title}</figcaption><svg viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img" aria-label="{title}: {words}">""");

    /// <summary>Ends a drawing; a table and the end of the figure follow.</summary>
    public static void EndDrawing(HtmlWriter html) => html.Line($"""</svg>""");

    /// <summary>Ends a figure.</summary>
    public static void End(HtmlWriter html) => html.Line($"""</figure>""");

    /// <summary>A line of words: the name at the left, cut to what the figure at the right leaves.</summary>
    public static void Words(HtmlWriter html, double y, string name, string figure)
    {
        var room = Math.Max(8, (int)(Width / CharacterWidth) - figure.Length - 2);
        html.Write($"""<text class="name" x="0" y="{y}">{Short(name, room)}</text><text class="figure" x="{Width}" y="{y}" text-anchor="end">{figure}</text>""");
    }

    /// <summary>A name in at most so many characters.</summary>
    public static string Short(string name, int most)
    {
        if (name.Length <= most)
        {
            return name;
        }

        var length = most - 1;
        return name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)] + "…";
    }
}
