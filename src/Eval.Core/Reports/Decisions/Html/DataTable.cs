using Eval.Core.Reports.Html;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>The numbers of a chart as a table: folded on a screen, open on paper.</summary>
internal static class DataTable
{
    /// <summary>Writes a table that a reader opens.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="name">What it holds.</param>
    /// <param name="heads">Heads of the columns; one that begins with # is of numbers.</param>
    /// <param name="rows">Rows, each with as many texts as there are heads.</param>
    public static void Folded(HtmlWriter html, string name, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Line($"""<details><summary>{name} as a table</summary>""");
        Write(html, name, heads, rows);
        html.Line($"""</details>""");
    }

    /// <summary>Writes a table.</summary>
    public static void Write(HtmlWriter html, string name, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Write($"""<div class="wide" tabindex="0" role="region" aria-label="{name}"><table class="data"><thead><tr>""");
        foreach (var head in heads)
        {
            html.Write($"""<th class="{Tone(head)}" scope="col">{head.TrimStart('#')}</th>""");
        }

        html.Line($"""</tr></thead><tbody>""");
        foreach (var row in rows)
        {
            html.Write($"""<tr>""");
            for (var i = 0; i < row.Count; i++)
            {
                html.Write($"""<td class="{Tone(heads[i])}">{row[i]}</td>""");
            }

            html.Line($"""</tr>""");
        }

        html.Line($"""</tbody></table></div>""");
    }

    private static string Tone(string head) => head.StartsWith('#') ? "n" : "";
}
