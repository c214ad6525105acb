using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Core.Reports;
using Eval.Core.Running;

namespace Eval.Core.Tests.Reports;

public partial class RunHtmlTests
{
    [Fact]
    public async Task Write_Page_AllowsItsOwnScriptAndStyleAloneAndNoOtherOrigin()
    {
        var page = await ReportRuns.WriteAsync(ReportRuns.Small(), ReportFormat.Html);
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value.Replace("&#x27;", "'").Replace("&#x2B;", "+");
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldContain($"style-src '{Hash(Between(page, "<style>", "</style>"))}'");
        policy.ShouldContain($"script-src '{Hash(Between(page, "<script>", "</script>"))}'");
        policy.ShouldNotContain("unsafe");
        Addresses().Matches(page).Select(m => m.Value).ShouldBeEmpty();
        Handlers().Matches(page).Select(m => m.Value).ShouldBeEmpty();
        page.ShouldNotContain(" style=");
        Between(page, "<script>", "</script>").ShouldNotContain("innerHTML");
    }

    [Fact]
    public async Task Write_HostileText_NeverBecomesMarkup()
    {
        var report = ReportRuns.Of([ReportRuns.Hostile], 2, (_, i) => ReportRuns.Answer(i, i, ReportRuns.Hostile) with
        {
            SampleId = $"{i}{ReportRuns.Hostile}",
            Prompt = ReportRuns.Hostile,
            Target = ReportRuns.Hostile,
            Reason = ReportRuns.Hostile,
            Slices = new Dictionary<string, string> { [ReportRuns.Hostile] = ReportRuns.Hostile },
            Measures = new Dictionary<string, double> { ["acc"] = i, [ReportRuns.Hostile] = 1 },
        });
        var cells = report.Run.Cells.Select(c => c with
        {
            SuiteName = ReportRuns.Hostile,
            SuiteVersion = ReportRuns.Hostile,
            CandidateIdentity = ReportRuns.Hostile,
            Estimates = [.. c.Estimates.Select(e => e with { Slice = ReportRuns.Hostile, Note = ReportRuns.Hostile, IntervalMethod = ReportRuns.Hostile })],
        });
        report = report with { Run = report.Run with { Name = ReportRuns.Hostile, Note = ReportRuns.Hostile, Cells = [.. cells] } };
        var page = await ReportRuns.WriteAsync(report, ReportFormat.Html);
        // One script of ours and one that holds data.
        Regex.Count(page, "<script").ShouldBe(2);
        Regex.Count(page, "</script").ShouldBe(2);
        page.ShouldNotContain("<img");
        page.ShouldNotContain("\e");
        page.ShouldNotContain("\u202e", Case.Sensitive);
        // It is there all the same, as text.
        Data(page).GetProperty("rows")[0][12].GetString().ShouldBe(ReportRuns.Hostile);
    }

    [Fact]
    public async Task Write_Run_HoldsEverySampleWithItsTexts()
    {
        var data = Data(await ReportRuns.WriteAsync(ReportRuns.Small(), ReportFormat.Html));
        var rows = data.GetProperty("rows").EnumerateArray().ToList();
        rows.Count.ShouldBe(20);
        var questions = Questions(rows);
        for (var i = 0; i < 20; i++)
        {
            rows[i][0].GetInt32().ShouldBe(i / 10);
            rows[i][1].GetString().ShouldBe($"fact-{i % 10}");
            rows[i][12].GetString().ShouldBe($"answer {i % 10} of {i / 10}");
            questions[rows[i][11].GetInt32()].ShouldBe($"Question {i % 10}?");
        }

        rows.Count(r => r[4].GetInt32() == (int)SampleWorth.Wrong).ShouldBe(6);
        rows.Count(r => r[4].GetInt32() == (int)SampleWorth.Missing).ShouldBe(2);
        // Asked of two candidates, written once.
        questions.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Write_WithoutTexts_HasNone()
    {
        var page = await ReportRuns.WriteAsync(ReportRuns.Small() with { Texts = false }, ReportFormat.Html);
        page.ShouldNotContain("Question 1");
        page.ShouldNotContain("answer 1 of");
        page.ShouldNotContain("HTTP 500");
        page.ShouldContain("were left out");
    }

    [Fact]
    public async Task Write_TenThousandSamplesWithLongTexts_StaysBelowTenMegabytes()
    {
        var words = string.Concat(Enumerable.Range(0, 400).Select(i => $"word{i} "));
        var preamble = string.Concat(Enumerable.Range(0, 200).Select(i => $"Example {i}: {i * i}\n"));
        var report = ReportRuns.Of(["a", "b"], 5_000, (c, i) => ReportRuns.Answer(i, i % 2, $"{i} {c} {words}\nso it is {i}") with { Prompt = $"{preamble}Question {i}: {words}{i}?" });
        var page = await ReportRuns.WriteAsync(report, ReportFormat.Html);
        Encoding.UTF8.GetByteCount(page).ShouldBeInRange(3_000_000, 10_000_000);
        page.ShouldContain("have lost their middle");
        var rows = Data(page).GetProperty("rows").EnumerateArray().ToList();
        rows.Count.ShouldBe(10_000);
        rows[4321][12].GetString()!.ShouldEndWith("so it is 4321");
        Questions(rows)[rows[4321][11].GetInt32()].ShouldEndWith("4321?");
    }

    [Fact]
    public async Task Write_FewShotPreamble_IsWrittenOnce()
    {
        var preamble = new string('x', 3_000);
        var report = ReportRuns.Of(["a"], 2_000, (_, i) => ReportRuns.Answer(i, 1, "yes") with { Prompt = $"{preamble} Question {i}?" });
        var page = await ReportRuns.WriteAsync(report, ReportFormat.Html);
        page.Length.ShouldBeLessThan(600_000);
        Questions([.. Data(page).GetProperty("rows").EnumerateArray()])[1_999].ShouldBe($"{preamble} Question 1999?");
    }

    [Fact]
    public async Task Write_MoreSamplesThanAPageHolds_TakesThoseThatAreNotRightFirst()
    {
        var report = ReportRuns.Of(["a", "b"], 15_000, (_, i) => ReportRuns.Answer(i, i >= 14_000 ? 0 : 1, "x"));
        var page = await ReportRuns.WriteAsync(report, ReportFormat.Html);
        page.ShouldContain("This page holds 20,000 of 30,000 samples");
        var rows = Data(page).GetProperty("rows").EnumerateArray().ToList();
        rows.Count.ShouldBe(20_000);
        rows.Count(r => r[4].GetInt32() == (int)SampleWorth.Wrong).ShouldBe(2_000);
    }

    [Fact]
    public async Task Write_Charts_PlaceTheIntervalsOnTheAxis()
    {
        var page = await ReportRuns.WriteAsync(ReportRuns.Small(), ReportFormat.Html);
        var interval = Regex.Match(page, """class="interval" x1="([\d.]+)" x2="([\d.]+)" """.Trim());
        var grid = Regex.Matches(page, """class="grid" x1="([\d.]+)" """.Trim()).Take(5).Select(m => double.Parse(m.Groups[1].Value)).ToList();
        // The axis goes from 0 to 100 % in quarters; the interval from 50 to 70 %.
        double.Parse(interval.Groups[1].Value).ShouldBe(grid[2], 0.01);
        double.Parse(interval.Groups[2].Value).ShouldBe(grid[0] + (0.7 * (grid[4] - grid[0])), 0.01);
    }

    private static List<string> Questions(IReadOnlyList<JsonElement> rows)
    {
        // As the page's script does it.
        var (last, questions) = ("", new List<string>());
        foreach (var row in rows.Where(r => r.GetArrayLength() > 15))
        {
            last = last[..row[15][0].GetInt32()] + row[15][1].GetString();
            questions.Add(last);
        }

        return questions;
    }

    private static JsonElement Data(string page) => JsonElement.Parse(Between(page, """<script type="application/json" id="data">""", "</script>"));

    private static string Between(string page, string begin, string end)
    {
        var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return page[from..page.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("""(?:https?:)?//[a-z]|\b(?:src|href)="(?!#)|url\(|@import""", RegexOptions.IgnoreCase)]
    private static partial Regex Addresses();

    [GeneratedRegex("""<[^>]*\son[a-z]+\s*=""", RegexOptions.IgnoreCase)]
    private static partial Regex Handlers();

    [Fact]
    public async Task Write_SmallAndLargeCell_FillsThePage()
    {
        var report = ReportRuns.Of(["large", "small"], 19_950, (candidate, i) => ReportRuns.Answer(i, 1, "x"));
        var small = report.Run.Cells[1].Id;
        var page = await ReportRuns.WriteAsync(report with { Samples = new First(report.Samples, small, 50) }, ReportFormat.Html);
        page.ShouldNotContain("This page holds");
    }

    private sealed class First(ISampleSource inner, long cell, int count) : ISampleSource
    {
        public async IAsyncEnumerable<SampleResult> ReadSamplesAsync(
            long cellId, bool texts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var left = cellId == cell ? count : int.MaxValue;
            await foreach (var sample in inner.ReadSamplesAsync(cellId, texts, cancellationToken))
            {
                if (left-- <= 0)
                {
                    yield break;
                }

                yield return sample;
            }
        }
    }
}
