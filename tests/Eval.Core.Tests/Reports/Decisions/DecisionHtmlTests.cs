using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Eval.Core.Reports.Decisions;
using Eval.Core.Selection;
using Eval.Core.Selection.Profiles;
using Eval.Core.Selection.Weights;
using Eval.Core.Tests.Selection.Profiles;

namespace Eval.Core.Tests.Reports.Decisions;

public class DecisionHtmlTests
{
    private static readonly string[] Elements =
    [
        "main", "header", "h1", "h2", "h3", "p", "strong", "dl", "div", "dt", "dd", "section", "ul", "ol", "li", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "span",
        "figure", "figcaption", "svg", "g", "title", "rect", "line", "text", "polygon", "circle", "path", "footer",
    ];

    private static readonly string[] Attributes =
    [
        "id", "class", "aria-labelledby", "aria-label", "aria-hidden", "role", "tabindex", "scope", "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "points", "fill", "text-anchor",
    ];

    [Fact]
    public async Task Write_Page_AllowsItsOwnScriptAndStyleAloneAndNoOtherOrigin()
    {
        var (_, page) = await DecisionPage.OfAsync(DecisionPage.Unsure);
        var policy = Regex.Match(page.Text, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value.Replace("&#x27;", "'").Replace("&#x2B;", "+");
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldContain($"style-src '{Hash(Between(page.Text, "<style>", "</style>"))}'");
        policy.ShouldContain($"script-src '{Hash(Between(page.Text, "<script>", "</script>"))}'");
        policy.ShouldNotContain("unsafe");
        Regex.Matches(page.Text, "(?:https?:)?//[a-z]").ShouldBeEmpty();
        Regex.Matches(page.Text, " on[a-z]+=| style=|innerHTML|<form").ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_HostileTexts_NeverBecomeMarkup()
    {
        var decided = await WorkedProfile.DecideAsync(DecisionPage.Unsure);
        string Hostile(string text) => ReportRuns.Hostile + "</title></svg>" + text;
        var matrix = decided.Evidence.Matrix;
        var evidence = decided.Evidence with
        {
            Matrix = DecisionMatrix.Of(
                [.. matrix.Factors.Select(f => f with { Label = Hostile(f.Id), Unit = Hostile("unit") })],
                [.. matrix.Candidates.Select(Hostile)],
                Enumerable.Range(0, 25).Select(i => matrix.At(i / 5, i % 5) is var e ? e with { Candidate = Hostile(e.Candidate), Note = Hostile("note") } : e)),
            CostFactors = ["cost"],
            Notes = [Hostile("remark")],
        };
        var profile = decided.Profile with { Name = Hostile("name"), Description = Hostile("words"), Baseline = Hostile("C"), Stakeholders = [WeightSet.Of([1, 2, 3, 4, 5], Hostile("finance"))] };
        var page = await DecisionPage.OfAsync(Decision.Of(profile, evidence, draws: 200));
        Regex.Count(page.Text, "<script").ShouldBe(1);
        Regex.Count(page.Text, "</script").ShouldBe(1);
        page.Text.ShouldNotContain("<img");
        page.Text.ShouldNotContain("\e");
        page.Text.ShouldNotContain("\u202e", Case.Sensitive);
        page.Main.DescendantsAndSelf().Select(e => e.Name.LocalName).Distinct().ShouldBeSubsetOf(Elements);
        page.Main.DescendantsAndSelf().Attributes().Select(a => a.Name.LocalName).Distinct().ShouldBeSubsetOf(Attributes);
        // It is there all the same, as text.
        page.Main.Element("header")!.Element("h1")!.Value.ShouldContain("<img src=x onerror=alert(2)>");
    }

    [Fact]
    public async Task Write_Decision_SaysWhatAPersonAsksInThisOrder()
    {
        var (decision, page) = await DecisionPage.OfAsync(DecisionPage.Unsure);
        page.Main.Descendants("strong").First().Value.ShouldBe(DecisionWords.Sentence(decision));
        page.Main.Descendants("h2").Select(h => h.Value).ShouldBe(
            ["Must-haves", "What was weighed", "Ranks and cost", "Why", "What would change it", "How sure that is", "Other views", "Where values come from", "Weights and sign-off"]);
        page.Main.Value.ShouldContain("5 considered, 1 out, 0 open");
        page.Main.Value.ShouldContain("to be looked at again on 1970-01-01");
        page.Main.Value.ShouldContain("E is out: context 8192 < 32000");
        page.Main.Value.ShouldContain("for finance");
        page.Main.Value.ShouldContain(DecisionPage.Hash);
        // Every drawing says itself in words, and every chart has a table beside it.
        page.Main.Descendants("figure").Count().ShouldBe(5);
        page.Main.Descendants("figure").ShouldAllBe(f => f.Elements("details").Count() == 1 && f.Element("svg")!.Attribute("aria-label")!.Value.Length > 20);
        page.Main.Descendants("svg").ShouldAllBe(s => s.Attribute("aria-label") != null || s.Attribute("aria-hidden") != null);
    }

    [Fact]
    public async Task Write_Matrix_HasABarForEveryValueAndTheKnockedOutBelow()
    {
        var (decision, page) = await DecisionPage.OfAsync(DecisionPage.Unsure);
        var rows = DecisionPage.Of(page.Main, "table", "matrix").Single().Element("tbody")!.Elements("tr").ToList();
        rows.Select(r => r.Element("th")!.Value).ShouldBe(["1. B", "2. A", "3. C (baseline)", "4. D", "E"]);
        rows[^1].Elements("td").First().Value.ShouldBe("out");
        var (matrix, names) = (decision.Evidence.Matrix, decision.Ranking!.Names.Append("E").ToList());
        for (var c = 0; c < rows.Count; c++)
        {
            var bars = DecisionPage.Of(rows[c], "rect", "filled").Select(r => DecisionPage.Number(r, "width") / 84).ToList();
            bars.Count.ShouldBe(5);
            for (var f = 0; f < 5; f++)
            {
                bars[f].ShouldBe(matrix.Value(matrix.CandidateAt(names[c]), f)!.Value, 1e-6);
            }
        }

        rows[1].Elements("td").ElementAt(1).Value.ShouldStartWith("0.90.85 – 0.95");
    }

    [Fact]
    public async Task Write_MissingValue_IsAnIntervalAndNotABlank()
    {
        var (_, page) = await DecisionPage.OfAsync(WorkedProfile.Default.Replace("C: 0.93, ", "", StringComparison.Ordinal));
        var row = DecisionPage.Of(page.Main, "table", "matrix").Single().Element("tbody")!.Elements("tr").Single(r => r.Element("th")!.Value.EndsWith('C'));
        row.Elements("td").First().Value.ShouldBe("0.578 (0.478 – 0.678)");
        row.Elements("td").Last().Value.ShouldBe("missing0 – 1");
        DecisionPage.Of(page.Main, "rect", "unknown").Count().ShouldBe(1);
        page.Main.Value.ShouldContain("Cost is not drawn");
        page.Figure("Cost against").ShouldBeNull();
        HasNumbersAlone(page);
    }

    [Fact]
    public async Task Write_OneCandidateOnly_IsWhole()
    {
        var (decision, page) = await DecisionPage.OfAsync(WorkedProfile.Default + "\n  - { factor: quality, min: 0.89 }");
        decision.Survivors!.Candidates.ShouldBe(["A"]);
        page.Main.Value.ShouldContain("Choose A: all others fail a must-have.");
        DecisionPage.Number(DecisionPage.Of(page.Figure("Probability")!, "rect", "rank-1").Single(), "width").ShouldBe(340);
        page.Main.Descendants("h2").Select(h => h.Value).ShouldNotContain("Why");
        page.Figure("Cost against").ShouldNotBeNull();
        HasNumbersAlone(page);
    }

    [Fact]
    public async Task Write_NobodyLeft_ShowsWhoFailsWhatAndNoChart()
    {
        var (_, page) = await DecisionPage.OfAsync(WorkedProfile.Default.Replace("min: 32000", "min: 250000", StringComparison.Ordinal) + "\n  - { factor: quality, min: 0.85 }");
        page.Main.Value.ShouldContain("No candidate is left: each fails a must-have.");
        page.Main.Value.ShouldContain("nearest: A");
        DecisionPage.Of(page.Main, "tr", "out").Count().ShouldBe(5);
        page.Main.Descendants("figure").ShouldBeEmpty();
        HasNumbersAlone(page);
    }

    [Fact]
    public async Task Write_OtherMethodThanTheSum_DrawsNoContributionsAndSaysWhy()
    {
        var (_, page) = await DecisionPage.OfAsync(DecisionPage.Unsure + "\nmethod: weighted-product");
        page.Main.Value.ShouldContain("Contributions add up under the weighted sum only, and this decision uses weighted-product.");
        page.Figure("Why").ShouldBeNull();
        page.Figure("Weights 20 %").ShouldBeNull();
        HasNumbersAlone(page);
    }

    // What is not finite is written as nothing: an empty place in a drawing.
    private static void HasNumbersAlone(DecisionPage page)
    {
        page.Main.Descendants().Attributes().Where(a => a.Name.LocalName is not "class").ShouldAllBe(a => a.Value.Length > 0);
        page.Main.Value.ShouldNotContain("NaN", Case.Sensitive);
        page.Main.Value.ShouldNotContain("∞");
    }

    private static string Between(string page, string from, string to) => page[(page.IndexOf(from, StringComparison.Ordinal) + from.Length)..page.IndexOf(to, StringComparison.Ordinal)];

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
