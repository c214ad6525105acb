using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Eval.Core.Reports.Html;
using Eval.Core.Running.Tournaments.Voting;

namespace Eval.Core.Tests.Reports;

public class VotingHtmlTests
{
    [Fact]
    public async Task Write_Page_AllowsItsOwnScriptAndStyleAlone()
    {
        var page = await WriteAsync([new("b1", "q", "x", "y")]);
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value.Replace("&#x27;", "'").Replace("&#x2B;", "+");
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldContain($"style-src '{Hash(Between(page, "<style>", "</style>"))}'");
        policy.ShouldContain($"script-src '{Hash(Between(page, "<script>", "</script>"))}'");
        policy.ShouldNotContain("unsafe");
        Regex.Matches(page, "(?:https?:)?//[a-z]").ShouldBeEmpty();
        Regex.Matches(page, " on[a-z]+=| style=|innerHTML|<form").ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_HostileTexts_NeverBecomeMarkup()
    {
        var page = await WriteAsync([new("b1", ReportRuns.Hostile, ReportRuns.Hostile + "</pre></article><script>", ReportRuns.Hostile)]);
        Regex.Count(page, "<script").ShouldBe(1);
        Regex.Count(page, "</script").ShouldBe(1);
        Regex.Count(page, "</article>").ShouldBe(1);
        page.ShouldNotContain("<img");
        page.ShouldNotContain("\e");
        page.ShouldNotContain("\u202e", Case.Sensitive);
    }

    [Fact]
    public async Task Write_Pairs_StandInOrderWithTheirTextsAsTheyAre()
    {
        var page = await WriteAsync([new("b1", "what?\n  two", "\nleads with a break", ""), new("b2", null, "asked\n\nsaid", "a & b")]);
        Regex.Matches(page, "data-id=\"([^\"]*)\"").Select(m => m.Groups[1].Value).ShouldBe(["b1", "b2"]);
        page.ShouldContain("<pre>\na &amp; b</pre>");

        // A browser drops one line break after the tag.
        page = System.Net.WebUtility.HtmlDecode(page);
        page.ShouldContain("<h3>Question</h3><pre>\nwhat?\n  two</pre>");
        page.ShouldContain("<h3>Answer A</h3><pre>\n\nleads with a break</pre>");
        page.ShouldContain("<h3>Answer B</h3><pre>\n<span class=\"quiet\">(nothing)</span></pre>");
        Regex.Count(page, "<h3>Question</h3>").ShouldBe(1);
    }

    [Fact]
    public async Task Write_AnotherSheetOfTheArena_KeepsItsVotesApart()
    {
        static string Sheet(string page) => Regex.Match(page, "data-sheet=\"([0-9a-f]{16})\"").Groups[1].Value;
        var (one, more) = (await WriteAsync([new("b1", "q", "x", "y")]), await WriteAsync([new("b1", "q", "x", "y"), new("b2", "q", "x", "y")]));
        Sheet(one).ShouldNotBeEmpty();
        Sheet(one).ShouldNotBe(Sheet(more));
    }

    private static async Task<string> WriteAsync(IReadOnlyList<VotingPair> pairs)
    {
        using var stream = new MemoryStream();
        await VotingHtml.WriteAsync(stream, "btag", pairs, DateTimeOffset.UnixEpoch);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Between(string page, string from, string to) => page[(page.IndexOf(from, StringComparison.Ordinal) + from.Length)..page.IndexOf(to, StringComparison.Ordinal)];

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
