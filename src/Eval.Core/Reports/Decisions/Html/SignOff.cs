using System.Globalization;
using Eval.Core.Reports.Html;
using Eval.Core.Selection.Profiles;

namespace Eval.Core.Reports.Decisions.Html;

/// <summary>Where every value comes from, whose weights they are, and lines to sign on paper.</summary>
internal static class SignOff
{
    public static void Sources(HtmlWriter html, Decision decision)
    {
        var matrix = decision.Evidence.Matrix;
        html.Line($"""<section aria-labelledby="sources"><h2 id="sources">Where values come from</h2>""");
        PageLists.Write(html, [.. DecisionWords.Sources(decision), .. decision.Notes]);
        DataTable.Folded(html, "Every value", ["candidate", "factor", "#value", "#standard error", "source", "#items", "note"],
            Enumerable.Range(0, matrix.Candidates.Count).SelectMany(c => Enumerable.Range(0, matrix.Factors.Count).Select(f => (Evidence: matrix.At(c, f), Factor: matrix.Factors[f]))).Select(x => (IReadOnlyList<string>)
            [
                x.Evidence.Candidate, x.Factor.Name,
                x.Evidence.Value is { } value ? DecisionWords.Raw(value) : "missing",
                x.Evidence.Error > 0 ? DecisionWords.Raw(x.Evidence.Error) : Figures.None,
                x.Evidence.Value is null ? "" : DecisionWords.Word(x.Evidence.Source),
                x.Evidence.Count is { } count ? Figures.Count(count) : Figures.None,
                x.Evidence.Note ?? "",
            ]));
        html.Line($"""</section>""");
    }

    /// <summary>Whose weights, and lines to fill in.</summary>
    public static void Write(HtmlWriter html, Decision decision, string hash)
    {
        var matrix = decision.Evidence.Matrix;
        // Without survivors there is no view to take the sets from.
        IReadOnlyList<Selection.Weights.WeightSet> sets = [decision.Weights, .. decision.Profile.Stakeholders];
        html.Line($"""<section aria-labelledby="sign" class="sign"><h2 id="sign">Weights and sign-off</h2>""");
        DataTable.Write(html, "Whose weights", ["factor", .. sets.Select((s, i) => $"#{DecisionWords.Whose(s, i)}")], matrix.Factors.Select((f, i) => (IReadOnlyList<string>)
            [f.Name, .. sets.Select(s => s[i].ToString("0.0 %", CultureInfo.InvariantCulture))]));
        html.Line($"""<table class="lines-to-fill"><thead><tr><th scope="col">who</th><th scope="col">name</th><th scope="col">day</th><th scope="col">signature</th></tr></thead><tbody>""");
        foreach (var who in new[] { "set the weights" }.Concat(decision.Profile.Stakeholders.Select(s => $"for {s.Name}")).Append("approved"))
        {
            html.Line($"""<tr><th scope="row">{who}</th><td></td><td></td><td></td></tr>""");
        }

        html.Line($"""</tbody></table><p>The decision as JSON has the SHA-256 <span class="hash">{hash}</span>: the same evidence, profile and seed give the same file again.</p></section>""");
    }
}
