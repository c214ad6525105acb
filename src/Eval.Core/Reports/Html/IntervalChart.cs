namespace Eval.Core.Reports.Html;

/// <summary>One line of a chart: a value and its interval.</summary>
/// <param name="Name">What the line is of.</param>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end of the interval, or null where there is none.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Text">The numbers in words, shown at the end of the line.</param>
/// <param name="Tone">A class of the style sheet for its colour; empty for the usual one.</param>
internal sealed record ChartLine(string Name, double Value, double? Low, double? High, string Text, string Tone = "");

/// <summary>Values with their intervals on one axis, as SVG. Everything is placed by attributes: the page allows no inline style.</summary>
internal static class IntervalChart
{
    private const int Height = 22;
    private const int PlotWidth = 260;
    private const int LongestName = 40;
    private const double CharacterWidth = 7.2;

    /// <summary>Writes a figure.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="title">What is shown, as a caption.</param>
    /// <param name="lines">The lines, from top to bottom.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="zero">Whether the zero is marked.</param>
    public static void Write(HtmlWriter html, string title, IReadOnlyList<ChartLine> lines, ChartAxis axis, bool zero = false)
    {
        var left = 12 + (lines.Max(l => Math.Min(l.Name.Length, LongestName)) * CharacterWidth);
        var right = 12 + (lines.Max(l => l.Text.Length) * CharacterWidth);
        var (width, bottom) = (left + PlotWidth + right, lines.Count * Height);
        double X(double value) => left + ((Math.Clamp(value, axis.Low, axis.High) - axis.Low) / (axis.High - axis.Low) * PlotWidth);

        html.Line($"""<figure><figcaption>{title}</figcaption><svg viewBox="0 0 {width} {bottom + 24}" width="{width}" height="{bottom + 24}" role="img" aria-label="{title}: {string.Join("; ", lines.Select(l => $"{l.Name} {l.Text}"))}">""");
        foreach (var tick in axis.Ticks)
        {
            html.Write($"""<line class="grid" x1="{X(tick)}" x2="{X(tick)}" y1="0" y2="{bottom}"/>""");
            html.Line($"""<text class="tick" x="{X(tick)}" y="{bottom + 16}" text-anchor="middle">{axis.Label(tick)}</text>""");
        }

        if (zero)
        {
            html.Line($"""<line class="zero" x1="{X(0)}" x2="{X(0)}" y1="0" y2="{bottom}"/>""");
        }

        for (var i = 0; i < lines.Count; i++)
        {
            var (line, y) = (lines[i], (i * Height) + (Height / 2));
            html.Write($"""<g class="{line.Tone}"><title>{line.Name}: {line.Text}</title>""");
            html.Write($"""<text class="name" x="{left - 8}" y="{y + 4}" text-anchor="end">{Short(line.Name)}</text>""");
            if (line is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high))
            {
                html.Write($"""<line class="interval" x1="{X(low)}" x2="{X(high)}" y1="{y}" y2="{y}"/>""");
                html.Write($"""<line class="end" x1="{X(low)}" x2="{X(low)}" y1="{y - 4}" y2="{y + 4}"/><line class="end" x1="{X(high)}" x2="{X(high)}" y1="{y - 4}" y2="{y + 4}"/>""");
            }

            html.Write($"""<circle class="value" cx="{X(line.Value)}" cy="{y}" r="4"/>""");
            html.Line($"""<text class="text" x="{left + PlotWidth + 8}" y="{y + 4}">{line.Text}</text></g>""");
        }

        html.Line($"""</svg></figure>""");
    }

    private static string Short(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";
}
