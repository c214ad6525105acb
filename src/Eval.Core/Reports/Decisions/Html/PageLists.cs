using Eval.Core.Reports.Html;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>Sentences one below the other.</summary>
internal static class PageLists
{
    public static void Write(HtmlWriter html, IEnumerable<string> lines)
    {
        html.Line($"""<ul class="lines">""");
        foreach (var line in lines)
        {
            html.Line($"""<li>{line}</li>""");
        }

        html.Line($"""</ul>""");
    }
}
