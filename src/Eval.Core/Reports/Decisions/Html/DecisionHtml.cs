using System.Text;
using Eval.Core.Reports.Html;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>A decision as one page, for who decides and for who signs: the sentence first, then what it rests on, then what would change it. It needs no network.</summary>
public static class DecisionHtml
{
    /// <summary>Writes the page.</summary>
    /// <param name="target">Where to; stays open.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="hash">Hash of the decision's JSON, in lower-case hex: what a signature is for.</param>
    /// <param name="at">When it was made.</param>
    public static async Task WriteAsync(Stream target, Decision decision, string hash, DateTimeOffset at)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        var html = new HtmlWriter(text);
        HtmlPage.Decision.Begin(text, $"Decision {decision.Profile.Name}");
        DecisionHead.Write(html, decision, at);
        DecisionHead.MustHaves(html, decision);
        MatrixTable.Write(html, decision);
        if (decision.Simulation is not null)
        {
            html.Line($"""<section aria-labelledby="ranks"><h2 id="ranks">Ranks and cost</h2><div class="charts">""");
            RankBars.Write(html, decision);
            CostScatter.Write(html, decision);
            html.Line($"""</div>""");
            if (decision is { Front: null, Evidence.CostFactors.Count: > 0 })
            {
                html.Line($"""<p class="quiet">Cost is not drawn against the score of all else: a value is missing, or cost has all the weight.</p>""");
            }

            html.Line($"""</section>""");
        }

        WhySection.Write(html, decision);
        DoubtBar.Write(html, decision);
        OtherViews.Write(html, decision);
        SignOff.Sources(html, decision);
        SignOff.Write(html, decision, hash);
        HtmlPage.Decision.End(text, at);
    }
}
